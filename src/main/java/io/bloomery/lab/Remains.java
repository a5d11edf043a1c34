package io.bloomery.lab;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * What a run leaves on the host while it lives: processes by id and start, domains by their mark,
 * one network by its name, one directory. The next run finds them here if this one dies.
 */
final class Remains implements AutoCloseable {
  /** QEMU runs as another user, so its files cannot lie below somebody's home. */
  static final Path DIRECTORY = Path.of("/var/lib/bloomery-lab");

  private static final Path MADE = DIRECTORY.resolve("made");

  private final FileChannel channel;
  private final FileLock lock;

  private Remains(FileChannel channel, FileLock lock) {
    this.channel = channel;
    this.lock = lock;
  }

  /** Only one lab may live on a host: the network and the machines' names are the same. */
  static Remains own() {
    try {
      Files.createDirectories(MADE);
      FileChannel channel =
          FileChannel.open(
              DIRECTORY.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      FileLock lock = channel.tryLock();
      if (lock == null) {
        throw new LabFailure("another lab runs on this host; it holds " + DIRECTORY + "/lock");
      }
      return new Remains(channel, lock);
    } catch (IOException e) {
      throw new LabFailure(
          "the lab's directory %s cannot be used: %s".formatted(DIRECTORY, e.getMessage()), e);
    }
  }

  void started(String role, HostProcess process) {
    try {
      Files.writeString(MADE.resolve(role), process.line());
    } catch (IOException e) {
      throw new LabFailure("the id of " + role + " could not be noted", e);
    }
  }

  /** Remembers the owner and mode a device node of the host had. */
  void changed(Path node, String ownerAndMode) {
    try {
      Files.writeString(MADE.resolve("node"), node + " " + ownerAndMode);
    } catch (IOException e) {
      throw new LabFailure("the mode of " + node + " could not be noted", e);
    }
  }

  /** Removes the controller, the machines, their network and files, whoever's run left them. */
  void cleanGuests(Hypervisor hypervisor) {
    stop("controller");
    hypervisor.ours().forEach(hypervisor::remove);
    new LabNetwork(hypervisor).remove();
    files().forEach(Remains::delete);
  }

  /** Stops the libvirt daemons that a lab started; those of the host stay. */
  void cleanDaemons() {
    stop("libvirtd");
    stop("virtlogd");
    restoreNode();
  }

  private static void restoreNode() {
    Path file = MADE.resolve("node");
    try {
      if (Files.exists(file)) {
        String[] words = Files.readString(file).strip().split(" ");
        HostCommand.must("chown", words[1], words[0]);
        HostCommand.must("chmod", words[2], words[0]);
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new LabFailure("a device node could not be restored: " + e.getMessage(), e);
    }
  }

  private void stop(String role) {
    Path file = MADE.resolve(role);
    try {
      if (Files.exists(file)) {
        HostProcess.parse(Files.readString(file)).stop();
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new LabFailure(role + " could not be stopped: " + e.getMessage(), e);
    }
  }

  private static List<Path> files() {
    try (Stream<Path> all = Files.walk(DIRECTORY)) {
      return all.filter(Files::isRegularFile)
          .filter(f -> !f.getFileName().toString().equals("lock"))
          .filter(f -> !f.startsWith(MADE))
          .sorted(Comparator.reverseOrder())
          .toList();
    } catch (IOException e) {
      throw new LabFailure(DIRECTORY + " cannot be read", e);
    }
  }

  private static void delete(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new LabFailure(file + " cannot be deleted", e);
    }
  }

  @Override
  public void close() {
    try {
      lock.release();
      channel.close();
    } catch (IOException e) {
      throw new LabFailure("the lab's lock could not be given back", e);
    }
  }
}
