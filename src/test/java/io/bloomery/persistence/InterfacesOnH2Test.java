package io.bloomery.persistence;

class InterfacesOnH2Test extends InterfacesContract {
  @Override
  Database open() {
    return Database.h2();
  }
}
