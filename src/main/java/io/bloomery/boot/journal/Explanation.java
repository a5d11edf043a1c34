package io.bloomery.boot.journal;

import java.util.List;

/**
 * Why a machine does not boot, as far as the controller can know.
 *
 * @param verdict where it stands, in a sentence
 * @param advice what to look at next, in a sentence
 * @param notes what was heard of it, the oldest first
 */
public record Explanation(String verdict, String advice, List<BootNote> notes) {

  /**
   * @param name the machine's
   * @param serving whether this controller serves DHCP at all
   * @param expects what it would get now if it asked, in words
   * @param registered whether the in-RAM system of its present boot has reported
   */
  public static Explanation of(
      String name, boolean serving, String expects, boolean registered, List<BootNote> notes) {
    if (!serving) {
      return new Explanation(
          "This controller serves no boot network.",
          "Set bloomery.network.interface to the interface machines boot from.",
          notes);
    }
    if (notes.isEmpty()) {
      return new Explanation(
          name + " was not heard at all since the controller started.",
          "Is it on, is network boot first in its firmware, and does its cable end in this network?"
              + " `./bloomery capture` shows whether anything arrives.",
          notes);
    }
    BootNote last = notes.get(notes.size() - 1);
    String verdict = name + " " + last.step().words() + ": " + last.detail() + ".";
    return new Explanation(verdict, advice(last, expects, registered), notes);
  }

  /**
   * @param line what it waits for, and its place
   */
  static Explanation inLine(String name, String line, List<BootNote> notes) {
    return new Explanation(
        name + " waits in line for " + line + ".",
        "Nothing need be done: its turn comes. bloomery.admission sets how many load at once.",
        notes);
  }

  private static String advice(BootNote last, String expects, boolean registered) {
    return switch (last.step()) {
      case ASKED_FOR_ADDRESS, NO_ADDRESS ->
          "It has no address from here. Look for another DHCP server on this network, a used-up"
              + " dynamic range, and the controller's log.";
      case OFFERED ->
          "It did not take the offer. Either the offer does not reach it (VLAN, spanning tree still"
              + " learning: give its switch port 'portfast'), or it took another server's.";
      case TOLD_FILE ->
          "It has not loaded it yet. If it keeps asking, it has no address from the other server,"
              + " or its firmware ignores proxies: then make this controller the DHCP server.";
      case HAS_ADDRESS ->
          "It has an address but asks for no boot file. If it runs a system from its disk all is"
              + " well; if its firmware should boot from the network, look at its boot order.";
      case NOT_SERVED ->
          "The reason stands in the line above. Files for ARM64 machines are not made unless they"
              + " are wished for: `./bloomery ramdisk arm64`.";
      case ASKED_FOR_FILE, NO_FILE ->
          "The boot file did not arrive. Look for a firewall that blocks UDP from high ports, and"
              + " for a file that is missing in bloomery.boot.files.";
      case HAS_FILE ->
          "The boot loader arrived but never asked what to boot. Secure Boot refuses unsigned boot"
              + " loaders without a word; a boot loader for another firmware hangs.";
      case WAITS ->
          "It no longer asks whether it is its turn. Was it switched off, or does its screen tell"
              + " of a failed download?";
      case HAS_SCRIPT -> "It was answered; what it gets now: " + expects + ".";
      case NO_SCRIPT ->
          "The reason stands in the line above. What it would get now: " + expects + ".";
      case LOADS ->
          registered
              ? "It has booted: the in-RAM system has reported."
              : "Kernel and in-RAM system are loading or starting. If nothing comes for minutes,"
                  + " its console tells more: too little memory and missing drivers show there.";
    };
  }
}
