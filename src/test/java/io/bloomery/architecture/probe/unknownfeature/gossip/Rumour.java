package io.bloomery.architecture.probe.unknownfeature.gossip;

class Rumour {}
