package io.bloomery.persistence;

class RegistryOnH2Test extends RegistryContract {
  @Override
  Database open() {
    return Database.h2();
  }
}
