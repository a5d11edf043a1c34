package io.bloomery.power.libvirt;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Hands the one {@link Libvirtd} of a test run to the tests that need it, or skips them and says
 * why.
 */
final class WithLibvirtd implements BeforeAllCallback, ParameterResolver {

  @Override
  public void beforeAll(ExtensionContext context) throws Exception {
    String missing = Libvirtd.missing();
    assumeTrue(missing == null, missing);
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == Libvirtd.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return context
        .getRoot()
        .getStore(Namespace.create(Libvirtd.class))
        .getOrComputeIfAbsent(Libvirtd.class, type -> start(), Libvirtd.class);
  }

  private static Libvirtd start() {
    try {
      Path directory = Files.createTempDirectory("bloomery-libvirtd");
      return new Libvirtd(directory);
    } catch (Exception failed) {
      throw new IllegalStateException("libvirtd of the tests: " + failed.getMessage(), failed);
    }
  }
}
