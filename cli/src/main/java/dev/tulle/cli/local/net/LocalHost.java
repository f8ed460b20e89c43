package dev.tulle.cli.local.net;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// What this machine must offer so that pods can run on it.
public final class LocalHost {

  private static final int CAP_NET_ADMIN = 12;
  private static final int CAP_SYS_ADMIN = 21;

  private LocalHost() {}

  /// One sentence for each thing that lacks, each with its cure; empty if pods can run here.
  public static List<String> check() {
    var lacks = new ArrayList<String>();
    if (!System.getProperty("os.name", "").equals("Linux")) {
      return List.of("Pods are Linux network namespaces: run Tulle on Linux, or in a Linux VM.");
    }
    if (!privileged()) {
      lacks.add("Pods need root (CAP_NET_ADMIN and CAP_SYS_ADMIN): run the command with `sudo`.");
    }
    for (var tool : Tool.values()) {
      if (tool.find().isEmpty()) {
        lacks.add(tool.missing());
      }
    }
    return List.copyOf(lacks);
  }

  private static boolean privileged() {
    try (var lines = Files.lines(Path.of("/proc/self/status"))) {
      var effective =
          lines
              .filter(line -> line.startsWith("CapEff:"))
              .map(line -> Long.parseUnsignedLong(line.substring(7).strip(), 16))
              .findFirst()
              .orElse(0L);
      return ((effective >> CAP_NET_ADMIN) & (effective >> CAP_SYS_ADMIN) & 1) == 1;
    } catch (IOException e) {
      return false;
    }
  }
}
