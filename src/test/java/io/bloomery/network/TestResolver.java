package io.bloomery.network;

import java.util.List;
import java.util.Map;
import org.springframework.beans.factory.support.StaticListableBeanFactory;

/** The controller's name server, or that there is none, without starting one. */
public final class TestResolver {
  private record Own(List<Ipv4> addresses, String domain) implements OwnResolver {}

  private TestResolver() {}

  public static Resolvers none() {
    return new Resolvers(new StaticListableBeanFactory().getBeanProvider(OwnResolver.class));
  }

  public static Resolvers at(Ipv4 address, String domain) {
    Map<String, Object> own = Map.of("own", new Own(List.of(address), domain));
    return new Resolvers(new StaticListableBeanFactory(own).getBeanProvider(OwnResolver.class));
  }
}
