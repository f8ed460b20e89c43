package dev.tulle.cli.local;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// What `up` is told: the folder, where the ingress gateway listens, and in which zone this machine
/// is (empty where that is not said). `addresses` are those besides 127.0.0.1.
public record UpOptions(Path folder, int http, int https, List<String> addresses, String zone) {

  private static final int FIRST_UNPRIVILEGED_PORT = 1024;

  public UpOptions {
    addresses = List.copyOf(addresses);
  }

  /// Everything the gateway listens on, 127.0.0.1 first.
  List<String> allAddresses() {
    var all = new ArrayList<String>();
    all.add("127.0.0.1");
    addresses.stream().filter(address -> !all.contains(address)).forEach(all::add);
    return all;
  }

  boolean lowPorts() {
    return http < FIRST_UNPRIVILEGED_PORT || https < FIRST_UNPRIVILEGED_PORT;
  }
}
