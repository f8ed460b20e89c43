package dev.tulle.cli.local.net;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What a pod is called in its own `/etc/hosts`: its host name, the domain behind it (empty where
/// it has none), and further addresses with their names. `resolvConf` is the text of its own
/// `/etc/resolv.conf`; without one it asks whom the machine asks.
public record PodHost(
    String hostname,
    String domain,
    Map<String, List<String>> aliases,
    Optional<String> resolvConf) {

  public PodHost {
    aliases = Map.copyOf(aliases);
  }
}
