package dev.tulle.server.trust;

import dev.tulle.server.trust.Reviewer.Review;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// What was said of tokens, by their digests, the most recent of a bounded number. What was bad
/// does not crowd out what was good. Safe for any thread.
final class KeptReviews {

  private static final int GOOD = 20_000;
  private static final int BAD = 1_000;

  private final Map<String, Kept> good = new Recent(GOOD);
  private final Map<String, Kept> bad = new Recent(BAD);

  record Kept(Review review, Instant at) {}

  private static final class Recent extends LinkedHashMap<String, Kept> {

    private static final long serialVersionUID = 1;
    private static final int START = 16;
    private static final float LOAD = 0.75f;

    private final int most;

    Recent(int most) {
      super(START, LOAD, true);
      this.most = most;
    }

    @Override
    protected boolean removeEldestEntry(Map.Entry<String, Kept> eldest) {
      return size() > most;
    }
  }

  synchronized Optional<Kept> get(String digest) {
    var found = good.get(digest);
    return Optional.ofNullable(found == null ? bad.get(digest) : found);
  }

  synchronized void put(String digest, Kept kept) {
    good.remove(digest);
    bad.remove(digest);
    switch (kept.review()) {
      case Review.Good _ -> good.put(digest, kept);
      case Review.Bad _ -> bad.put(digest, kept);
    }
  }
}
