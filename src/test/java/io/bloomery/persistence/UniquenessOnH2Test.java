package io.bloomery.persistence;

class UniquenessOnH2Test extends UniquenessContract {
  @Override
  Database open() {
    return Database.h2();
  }
}
