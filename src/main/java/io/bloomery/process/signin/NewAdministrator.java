package io.bloomery.process.signin;

import java.nio.file.Path;

/** The first start made this account; nobody has seen its password yet. */
public record NewAdministrator(String name, String password, Path file) {}
