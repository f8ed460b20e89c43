package dev.tulle.server.kube;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tulle.core.name.ObjectName;
import dev.tulle.core.world.Change;
import dev.tulle.core.world.Kind;
import dev.tulle.server.kube.FaultyProxy.Fault;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import io.fabric8.kubernetes.api.model.networking.v1.IngressBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What becomes of what we know when something happens between a real API server and us: within ten
/// seconds we know all again, with one more list at most. Runs with `./verify cluster`.
@Tag("cluster")
final class FaultsTest {

  private static final Duration LIMIT = Duration.ofSeconds(10);
  private static final String NAMESPACE = "tulle-faults-" + ProcessHandle.current().pid();
  private static final Kind<Ingress> KIND = Kind.INGRESS;

  private static final Map<ObjectName, Object> KNOWN = new ConcurrentHashMap<>();
  private static final AtomicInteger CHANGES = new AtomicInteger();
  private static KubernetesClient direct;
  private static KubernetesClient through;
  private static FaultyProxy proxy;
  private static ClusterSource source;
  private static int version;

  @BeforeAll
  static void start() throws Exception {
    direct = new KubernetesClientBuilder().build();
    direct
        .namespaces()
        .resource(
            new NamespaceBuilder().withNewMetadata().withName(NAMESPACE).endMetadata().build())
        .create();
    put("one");
    proxy = new FaultyProxy(direct.getConfiguration(), "ingresses");
    through = proxy.client();
    var started = new CountDownLatch(1);
    source =
        new ClusterSource(
            through, new ObservedStatuses(() -> {}), new Random(1), new Sink(started));
    var starting = Thread.ofVirtual().start(FaultsTest::startSource);
    assertThat(started.await(30, TimeUnit.SECONDS)).isTrue();
    starting.join();
    assertThat(KNOWN).containsKey(KIND.named(NAMESPACE, "one"));
  }

  private static void startSource() {
    try {
      source.start();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @AfterAll
  static void stop() {
    source.close();
    through.close();
    proxy.close();
    direct.namespaces().withName(NAMESPACE).delete();
    direct.close();
  }

  @ParameterizedTest
  @EnumSource(
      names = {"GONE_STATUS", "GONE_EVENT", "GONE_EMPTY", "CUT", "REPEATED", "LOST", "SILENT"})
  void isKnownAgain(Fault fault) {
    int lists = proxy.lists();
    proxy.is(fault);
    var changed = put("one");
    var added = "added-" + fault.name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
    put(added);
    if (fault == Fault.SILENT) {
      await().atMost(LIMIT).until(() -> proxy.hits() > 0);
      proxy.is(Fault.NONE);
    }
    awaitKnown("one", changed);
    await().atMost(LIMIT).until(() -> KNOWN.containsKey(KIND.named(NAMESPACE, added)));
    if (fault != Fault.SILENT) {
      await().atMost(LIMIT).until(() -> proxy.hits() > 0);
    }
    delete(added);
    await().atMost(LIMIT).until(() -> !KNOWN.containsKey(KIND.named(NAMESPACE, added)));
    proxy.is(Fault.NONE);
    assertThat(proxy.lists() - lists).as("lists made again").isLessThanOrEqualTo(1);
  }

  @ParameterizedTest
  @EnumSource(names = {"AWAY", "FORBIDDEN"})
  void whatIsKnownStaysMeanwhile(Fault fault) throws Exception {
    int lists = proxy.lists();
    var before = put("one");
    awaitKnown("one", before);
    put("leaves");
    await().atMost(LIMIT).until(() -> KNOWN.containsKey(KIND.named(NAMESPACE, "leaves")));
    proxy.is(fault);
    await().atMost(Duration.ofSeconds(20)).until(() -> proxy.hits() > 2);
    var after = put("one");
    delete("leaves");
    int hits = proxy.hits();
    await().atMost(Duration.ofSeconds(20)).until(() -> proxy.hits() > hits + 2);
    assertThat(annotation("one")).isEqualTo(before);
    assertThat(KNOWN).containsKey(KIND.named(NAMESPACE, "leaves"));
    proxy.is(Fault.NONE);
    awaitKnown("one", after);
    await().atMost(LIMIT).until(() -> !KNOWN.containsKey(KIND.named(NAMESPACE, "leaves")));
    assertThat(proxy.lists() - lists).as("lists made again").isLessThanOrEqualTo(1);
  }

  @Test
  void anObjectComesWithWhatItRefersTo() {
    secret("named");
    secret("other");
    direct.network().v1().ingresses().resource(ingress("secure", "named")).create();
    var name = KIND.named(NAMESPACE, "secure");
    await().atMost(LIMIT).until(() -> KNOWN.containsKey(name));
    // it was there before
    assertThat(KNOWN).containsKey(Kind.SECRET.named(NAMESPACE, "named"));
    assertThat(KNOWN).doesNotContainKey(Kind.SECRET.named(NAMESPACE, "other"));
    delete("secure");
    await().atMost(LIMIT).until(() -> !KNOWN.containsKey(Kind.SECRET.named(NAMESPACE, "named")));
  }

  @Test
  void aStatusAloneChangesNothing() {
    var before = put("quiet");
    awaitKnown("quiet", before);
    int changes = CHANGES.get();
    direct
        .network()
        .v1()
        .ingresses()
        .inNamespace(NAMESPACE)
        .withName("quiet")
        .editStatus(
            ingress ->
                new IngressBuilder(ingress)
                    .withNewStatus()
                    .withNewLoadBalancer()
                    .addNewIngress()
                    .withIp("192.0.2.1")
                    .endIngress()
                    .endLoadBalancer()
                    .endStatus()
                    .build());
    // whatever came of it, came before this
    awaitKnown("one", put("one"));
    assertThat(CHANGES.get() - changes).isEqualTo(1);
  }

  private static void awaitKnown(String ingress, String annotation) {
    await().atMost(LIMIT).until(() -> annotation.equals(annotation(ingress)));
  }

  private static String annotation(String ingress) {
    return KNOWN.get(KIND.named(NAMESPACE, ingress)) instanceof Ingress known
            && known.getMetadata().getAnnotations() != null
        ? known.getMetadata().getAnnotations().getOrDefault("test", "")
        : "";
  }

  /// Returns what its annotation is now.
  private static String put(String name) {
    version++;
    var next = Integer.toString(version);
    direct.network().v1().ingresses().resource(ingress(name, "")).serverSideApply();
    return next;
  }

  private static Ingress ingress(String name, String secret) {
    var ingress =
        new IngressBuilder()
            .withNewMetadata()
            .withNamespace(NAMESPACE)
            .withName(name)
            .addToAnnotations("test", Integer.toString(version))
            .endMetadata()
            .withNewSpec()
            .withIngressClassName("nobodys")
            .withNewDefaultBackend()
            .withNewService()
            .withName("none")
            .withNewPort()
            .withNumber(80)
            .endPort()
            .endService()
            .endDefaultBackend()
            .endSpec()
            .build();
    return secret.isEmpty()
        ? ingress
        : new IngressBuilder(ingress)
            .editSpec()
            .addNewTl()
            .withSecretName(secret)
            .endTl()
            .endSpec()
            .build();
  }

  private static void secret(String name) {
    direct
        .secrets()
        .resource(
            new SecretBuilder()
                .withNewMetadata()
                .withNamespace(NAMESPACE)
                .withName(name)
                .endMetadata()
                .addToStringData("key", "value")
                .build())
        .create();
  }

  private static void delete(String name) {
    direct.network().v1().ingresses().inNamespace(NAMESPACE).withName(name).delete();
  }

  private record Sink(CountDownLatch started) implements ClusterSource.Sink {
    @Override
    public void start(List<Change> initial) {
      submit(initial);
      started.countDown();
    }

    @Override
    public void submit(List<Change> changes) {
      for (var change : changes) {
        if (change.name().namespace().equals(NAMESPACE)
            && change.name().kind().equals(KIND.name())) {
          CHANGES.incrementAndGet();
        }
        change
            .object()
            .ifPresentOrElse(
                object -> KNOWN.put(change.name(), object), () -> KNOWN.remove(change.name()));
      }
    }
  }
}
