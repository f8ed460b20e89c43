package dev.tulle.server.trust;

import dev.tulle.core.name.SpiffeId;
import dev.tulle.server.stream.Authenticator;
import dev.tulle.server.stream.Credential;
import dev.tulle.server.stream.Peer;
import dev.tulle.server.trust.Reviewer.Review;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// Who calls is what the API server says of the ServiceAccount token that the caller shows: a token
/// for our audience that is bound to a Pod which is still there. It holds until it expires.
///
/// What was good a moment ago is not asked about again. While the API server is away, a token that
/// was good once stays good, and one that was never seen can neither be taken nor refused.
public final class TokenAuthenticator implements Authenticator {

  /// The audience of tokens that are meant for the control plane.
  public static final String AUDIENCE = "tulle";

  private static final Duration GOOD_FOR = Duration.ofMinutes(1);
  private static final Duration BAD_FOR = Duration.ofSeconds(10);

  private final Reviewer reviewer;
  private final String trustDomain;
  private final Clock clock;
  private final KeptReviews kept = new KeptReviews();

  public TokenAuthenticator(KubernetesClient client, String trustDomain, Clock clock) {
    this(new ApiServerReviewer(client, AUDIENCE), trustDomain, clock);
  }

  TokenAuthenticator(Reviewer reviewer, String trustDomain, Clock clock) {
    this.reviewer = reviewer;
    this.trustDomain = trustDomain;
    this.clock = clock;
  }

  @Override
  public Outcome authenticate(Credential credential) {
    return Token.read(credential.authorization())
        .map(this::judge)
        .orElseGet(
            () ->
                new Outcome.Refused(
                    "a call needs one ServiceAccount token, as in `authorization: Bearer TOKEN`"));
  }

  private Outcome judge(Token token) {
    if (!token.audiences().contains(AUDIENCE)) {
      return new Outcome.Refused("the token is not for the audience " + AUDIENCE);
    }
    var now = clock.instant();
    if (!now.isBefore(token.expires())) {
      return new Outcome.Refused("the token expired at " + token.expires());
    }
    var digest = token.digest();
    var known = kept.get(digest);
    if (known.isPresent() && isFresh(known.get(), now)) {
      return outcome(known.get().review(), token);
    }
    try {
      var review = reviewer.review(token.text());
      kept.put(digest, new KeptReviews.Kept(review, now));
      return outcome(review, token);
    } catch (IOException e) {
      return known
          .filter(old -> old.review() instanceof Review.Good)
          .map(old -> outcome(old.review(), token))
          .orElseGet(
              () ->
                  new Outcome.Undecided(
                      "the token cannot be reviewed by the API server now: " + e.getMessage()));
    }
  }

  private static boolean isFresh(KeptReviews.Kept known, Instant now) {
    var until =
        switch (known.review()) {
          case Review.Good _ -> known.at().plus(GOOD_FOR);
          case Review.Bad _ -> known.at().plus(BAD_FOR);
        };
    return now.isBefore(until);
  }

  private Outcome outcome(Review review, Token token) {
    return switch (review) {
      case Review.Good(var account, var pod) ->
          new Outcome.Known(
              new Peer(
                  new SpiffeId(trustDomain, pod.namespace(), account),
                  Optional.of(pod),
                  token.expires()));
      case Review.Bad(var why) -> new Outcome.Refused(why);
    };
  }
}
