package io.bloomery.architecture.probe.direction.power;

public class Driver {}
