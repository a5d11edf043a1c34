package io.bloomery.architecture.probe.lonelypublic.machine;

public class Hermit {}
