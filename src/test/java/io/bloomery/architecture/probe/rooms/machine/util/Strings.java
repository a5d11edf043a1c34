package io.bloomery.architecture.probe.rooms.machine.util;

class Strings {}
