package dev.tulle.server.trust;

import dev.tulle.core.name.ObjectName;
import dev.tulle.core.world.Given;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.authentication.TokenReviewBuilder;
import io.fabric8.kubernetes.api.model.authentication.TokenReviewStatus;
import io.fabric8.kubernetes.api.model.authentication.UserInfo;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Has tokens reviewed (TokenReview) and compares the Pod that a token was made for with the one
/// that is there. It asks a bounded number of questions at once.
final class ApiServerReviewer implements Reviewer {

  private static final int AT_ONCE = 16;
  private static final long PATIENCE_SECONDS = 10;
  private static final Pattern ACCOUNT =
      Pattern.compile("system:serviceaccount:([-a-z0-9]+):([-.a-z0-9]+)");
  private static final String POD_NAME = "authentication.kubernetes.io/pod-name";
  private static final String POD_UID = "authentication.kubernetes.io/pod-uid";

  private final KubernetesClient client;
  private final String audience;
  private final Semaphore questions = new Semaphore(AT_ONCE);

  ApiServerReviewer(KubernetesClient client, String audience) {
    this.client = client;
    this.audience = audience;
  }

  private record Claim(String serviceAccount, ObjectName pod, String uid) {}

  @Override
  public Review review(String token) throws IOException {
    try {
      if (!questions.tryAcquire(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        throw new IOException("too many tokens are being reviewed");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("the control plane is stopping", e);
    }
    try {
      return ask(token);
    } catch (KubernetesClientException e) {
      throw new IOException(String.valueOf(e.getMessage()), e);
    } finally {
      questions.release();
    }
  }

  private Review ask(String token) {
    var question =
        new TokenReviewBuilder()
            .withNewSpec()
            .withToken(token)
            .withAudiences(audience)
            .endSpec()
            .build();
    var status = client.tokenReviews().create(question).getStatus();
    if (status == null || !Boolean.TRUE.equals(status.getAuthenticated())) {
      return new Review.Bad("the API server does not know the token");
    }
    if (!Given.list(status.getAudiences()).contains(audience)) {
      return new Review.Bad("the token is not for the audience " + audience);
    }
    return claim(status)
        .map(this::compare)
        .orElseGet(
            () ->
                new Review.Bad("the token is not one of a ServiceAccount that is bound to a Pod"));
  }

  private static Optional<Claim> claim(TokenReviewStatus status) {
    var user = status.getUser();
    var account = ACCOUNT.matcher(user == null ? "" : Given.text(user.getUsername()));
    if (user == null || !account.matches()) {
      return Optional.empty();
    }
    return only(user, POD_NAME)
        .flatMap(
            name ->
                only(user, POD_UID)
                    .map(
                        uid ->
                            new Claim(
                                account.group(2),
                                new ObjectName("Pod", account.group(1), name),
                                uid)));
  }

  private static Optional<String> only(UserInfo user, String key) {
    Map<String, List<String>> extra = user.getExtra() == null ? Map.of() : user.getExtra();
    return Optional.of(Given.list(extra.get(key)))
        .filter(values -> values.size() == 1)
        .map(List::getFirst)
        .filter(value -> !value.isEmpty());
  }

  private Review compare(Claim claim) {
    var name = claim.pod();
    var pod = client.pods().inNamespace(name.namespace()).withName(name.name()).get();
    return isSame(pod, claim)
        ? new Review.Good(claim.serviceAccount(), name)
        : new Review.Bad("the Pod that the token was made for is there no more");
  }

  private static boolean isSame(@Nullable Pod pod, Claim claim) {
    return pod != null
        && claim.uid().equals(pod.getMetadata().getUid())
        && pod.getSpec() != null
        && claim.serviceAccount().equals(pod.getSpec().getServiceAccountName())
        && !hasEnded(pod);
  }

  private static boolean hasEnded(Pod pod) {
    var phase = pod.getStatus() == null ? "" : Given.text(pod.getStatus().getPhase());
    return phase.equals("Succeeded") || phase.equals("Failed");
  }
}
