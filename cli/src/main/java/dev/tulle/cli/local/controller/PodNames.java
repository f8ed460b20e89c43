package dev.tulle.cli.local.controller;

import dev.tulle.core.name.ObjectName;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
import java.util.random.RandomGenerator;

/// Names and uids for the pods of one round. A generated name is never that of a pod that exists,
/// nor one given out before in this round.
final class PodNames {

  /// Kubernetes' own alphabet: no vowels, so that no words arise, and nothing easily mistaken.
  static final String ALPHABET = "bcdfghjklmnpqrstvwxz2456789";

  private static final int SUFFIX = 5;

  /// The longest prefix Kubernetes keeps of a `generateName`.
  private static final int PREFIX = 63 - SUFFIX;

  private final RandomGenerator random;
  private final Set<String> taken;

  PodNames(RandomGenerator random, Set<String> taken) {
    this.random = random;
    this.taken = new HashSet<>(taken);
  }

  static String key(String namespace, String name) {
    return namespace + "/" + name;
  }

  /// `prefix` and five random characters.
  String next(String namespace, String prefix) {
    var base = prefix.length() <= PREFIX ? prefix : prefix.substring(0, PREFIX);
    while (true) {
      var name = new StringBuilder(base);
      for (int i = 0; i < SUFFIX; i++) {
        name.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
      }
      if (taken.add(key(namespace, name.toString()))) {
        return name.toString();
      }
    }
  }

  boolean isTaken(ObjectName pod) {
    return taken.contains(key(pod.namespace(), pod.name()));
  }

  /// A random UUID (version 4).
  String uid() {
    long high = (random.nextLong() & ~0xF000L) | 0x4000L;
    long low = (random.nextLong() & 0x3FFF_FFFF_FFFF_FFFFL) | 0x8000_0000_0000_0000L;
    return new UUID(high, low).toString();
  }
}
