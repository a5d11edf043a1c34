package io.bloomery.started;

import java.io.IOException;
import org.springframework.boot.context.TypeExcludeFilter;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.type.classreading.MetadataReader;
import org.springframework.core.type.classreading.MetadataReaderFactory;

/** Other tests' configurations lie in the same packages and would be found with the product's. */
public final class OnlyTheProduct
    implements ApplicationContextInitializer<ConfigurableApplicationContext> {
  private static final class NoTests extends TypeExcludeFilter {
    @Override
    public boolean match(MetadataReader type, MetadataReaderFactory factory) throws IOException {
      return type.getResource().getURL().toString().contains("/test-classes/");
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof NoTests;
    }

    @Override
    public int hashCode() {
      return NoTests.class.hashCode();
    }
  }

  @Override
  public void initialize(ConfigurableApplicationContext context) {
    context.getBeanFactory().registerSingleton("noTests", new NoTests());
  }
}
