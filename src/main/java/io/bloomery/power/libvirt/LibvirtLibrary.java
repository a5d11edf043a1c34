package io.bloomery.power.libvirt;

import io.bloomery.power.FinalFailure;
import org.libvirt.Connect;
import org.libvirt.Library;
import org.libvirt.LibvirtException;
import org.libvirt.jna.Libvirt.VirErrorCallback;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * libvirt's client library, loaded when the first host is asked, so that a controller without
 * libvirt machines needs none of it.
 */
final class LibvirtLibrary {
  private static final Logger LOG = LoggerFactory.getLogger(LibvirtLibrary.class);

  /**
   * Held for ever: the library keeps a pointer to it. Without it errors go to standard error as
   * well.
   */
  private static final VirErrorCallback SILENT = (data, error) -> {};

  private static boolean loaded;

  private LibvirtLibrary() {}

  static synchronized void load() {
    if (loaded) {
      return;
    }
    try {
      // The event loop comes before the first connection, or that connection has no keep-alive.
      Library.initEventLoop();
      Connect.setErrorCallback(SILENT);
    } catch (LinkageError absent) {
      throw new FinalFailure(
          "the controller has no libvirt client library: apt-get install libvirt0", absent);
    } catch (LibvirtException failed) {
      throw new FinalFailure(
          "libvirt's client library does not start: " + failed.getMessage(), failed);
    }
    Thread loop = new Thread(LibvirtLibrary::loop, "libvirt-events");
    loop.setDaemon(true);
    loop.start();
    loaded = true;
  }

  private static void loop() {
    while (true) {
      try {
        Library.processEvent();
      } catch (LibvirtException failed) {
        LOG.warn("libvirt's event loop: {}", failed.getMessage());
        pause();
      }
    }
  }

  /** An error that stays must not turn the loop into a hot one. */
  private static void pause() {
    try {
      Thread.sleep(1_000);
    } catch (InterruptedException ignored) {
      Thread.currentThread().interrupt();
    }
  }
}
