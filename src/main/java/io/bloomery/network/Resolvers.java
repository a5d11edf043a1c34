package io.bloomery.network;

import java.util.List;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/** Whom clients are told to ask for names. */
@Component
public class Resolvers {
  private final ObjectProvider<OwnResolver> own;

  public Resolvers(ObjectProvider<OwnResolver> own) {
    this.own = own;
  }

  /**
   * What is told.
   *
   * @param domain in which to look for short names; null: none
   */
  public record Told(List<Ipv4> servers, String domain) {}

  /**
   * Those that were chosen, or if there are none the controller's own. The domain goes with the
   * server that knows it.
   */
  public Told of(List<Ipv4> chosen) {
    OwnResolver ours = own.getIfAvailable();
    if (ours == null) {
      return new Told(chosen, null);
    }
    List<Ipv4> servers = chosen.isEmpty() ? ours.addresses() : chosen;
    boolean known = servers.stream().anyMatch(ours.addresses()::contains);
    return new Told(servers, known ? ours.domain() : null);
  }
}
