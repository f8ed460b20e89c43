package dev.tulle.cli.local.net;

import java.io.IOException;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;

/// What this machine makes of IPv6. Pods have it where the kernel does and neither
/// `net.ipv6.conf.all.disable_ipv6` nor `net.ipv6.conf.default.disable_ipv6` switches it off: who
/// set one of them wants none on new interfaces. An address of its own the machine need not have;
/// that it passes packets on must be so or to be had, which in some containers it is not.
public final class Ipv6 {

  /// How a user gets what lacks here.
  public static final String CURE =
      "Switch IPv6 on, as with `sysctl -w net.ipv6.conf.all.disable_ipv6=0"
          + " net.ipv6.conf.default.disable_ipv6=0`, and start Tulle again";

  private static final Path KNOWN = Path.of("/proc/net/if_inet6");
  private static final Path SETTINGS = Path.of("/proc/sys/net/ipv6/conf");

  private Ipv6() {}

  /// Whether pods and Services are to have IPv6 addresses.
  public static boolean isOn() throws IOException {
    return isKnown()
        && !isSet("all", "disable_ipv6")
        && !isSet("default", "disable_ipv6")
        && (isSet("all", "forwarding") || Files.isWritable(SETTINGS.resolve("all/forwarding")));
  }

  /// Whether the kernel can have it: there may be rules for it then.
  static boolean isKnown() {
    return Files.exists(KNOWN);
  }

  /// Whether this machine has a way out. A pod without one is told so by its own kernel, at once.
  static boolean leadsOut() throws IOException {
    // a route that refuses begins with what it does, as in `unreachable default`
    return Tool.IP
        .run("", "-6", "route", "show", "default")
        .lines()
        .anyMatch(line -> line.startsWith("default"));
  }

  /// Lets the machine pass packets on. A machine that does so no longer heeds router
  /// advertisements, and loses the routes it has from them, unless told otherwise for an interface.
  static void forward(String bridge) throws IOException {
    set(bridge, "accept_ra", "0");
    if (isSet("all", "forwarding")) {
      return;
    }
    for (var link : links()) {
      keepAdvertisements(link);
    }
    set("all", "forwarding", "1");
  }

  private static void keepAdvertisements(String link) throws IOException {
    try {
      if (isSet(link, "accept_ra")) {
        set(link, "accept_ra", "2");
      }
    } catch (NoSuchFileException e) {
      return; // it has gone meanwhile, or has no IPv6
    }
  }

  private static List<String> links() throws SocketException {
    return NetworkInterface.networkInterfaces()
        .map(NetworkInterface::getName)
        .filter(link -> !Network.isOurs(link))
        .toList();
  }

  private static boolean isSet(String link, String setting) throws IOException {
    return Files.readString(SETTINGS.resolve(link).resolve(setting)).strip().equals("1");
  }

  private static void set(String link, String setting, String value) throws IOException {
    Files.writeString(SETTINGS.resolve(link).resolve(setting), value);
  }
}
