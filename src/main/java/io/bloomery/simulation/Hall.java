package io.bloomery.simulation;

/** What the machines stand on: the loop that runs them, the cable to the network, the settings. */
record Hall(Loop loop, DhcpRelay relay, SimulationSettings settings) {}
