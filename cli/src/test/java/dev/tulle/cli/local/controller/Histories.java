package dev.tulle.cli.local.controller;

import java.util.SplittableRandom;
import java.util.function.LongConsumer;

/// Random histories, each from a seed of its own; one that fails says which it was.
final class Histories {

  private Histories() {}

  static void run(long seed, int histories, LongConsumer run) {
    var random = new SplittableRandom(seed);
    for (int i = 0; i < histories; i++) {
      long history = random.nextLong();
      try {
        run.accept(history);
      } catch (AssertionError | RuntimeException e) {
        throw new AssertionError("history " + history + "L of seed " + seed, e);
      }
    }
  }
}
