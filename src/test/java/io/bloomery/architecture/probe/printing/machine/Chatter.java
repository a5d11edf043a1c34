package io.bloomery.architecture.probe.printing.machine;

class Chatter {
  void say() {
    System.out.println("hello");
  }
}
