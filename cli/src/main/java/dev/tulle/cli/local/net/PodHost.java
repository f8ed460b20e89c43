package dev.tulle.cli.local.net;

import java.util.List;
import java.util.Map;

/// What a pod is called in its own `/etc/hosts`: its host name, the domain behind it (empty where
/// it has none), and further addresses with their names.
public record PodHost(String hostname, String domain, Map<String, List<String>> aliases) {

  public PodHost {
    aliases = Map.copyOf(aliases);
  }
}
