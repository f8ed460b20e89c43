package dev.tulle.core.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tulle.core.status.Severity;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ManifestFileTest {

  private static final String SERVICE =
      """
      apiVersion: v1
      kind: Service
      metadata:
        name: my-service
      spec:
        selector:
          app: my-app
        ports:
          - protocol: TCP
            port: 80
            targetPort: 9376
      """;

  private static final String INGRESS =
      """
      apiVersion: networking.k8s.io/v1
      kind: Ingress
      metadata:
        name: my-ingress
      spec:
        rules:
          - host: my-service.example.com
            http:
              paths:
                - path: /
                  backend:
                    service:
                      name: my-service
                      port:
                        number: 80
      """;

  private final ManifestFile reader = new ManifestFile();

  @Test
  void theFirstExampleGivesOneWarningAndNothingElse() {
    assertThat(reader.read("my-service.yaml", SERVICE).findings()).isEmpty();
    var ingress = reader.read("examples/hello/my-ingress.yaml", INGRESS);
    assertThat(ingress.findings())
        .singleElement()
        .satisfies(
            finding -> {
              assertThat(finding.severity()).isEqualTo(Severity.WARNING);
              assertThat(finding.reason()).isEqualTo("PathTypeMissing");
              assertThat(finding.render())
                  .startsWith("examples/hello/my-ingress.yaml:10: Ingress default/my-ingress: ")
                  .endsWith("add the line `            pathType: ImplementationSpecific`.");
            });
    assertThat(ingress.refused()).isEmpty();
    assertThat(ingress.broken()).isFalse();
    var object = (Ingress) ingress.objects().getFirst().object();
    assertThat(object.getSpec().getRules().getFirst().getHttp().getPaths().getFirst().getPathType())
        .isEqualTo("ImplementationSpecific");
  }

  @Test
  void aFieldsLineIsThatOfItsKeyOrOfTheNearestThatExists() {
    var lines = reader.read("a.yaml", INGRESS).objects().getFirst().lines();
    assertThat(
            List.of(
                    "",
                    "metadata.name",
                    "spec.rules[0].host",
                    "spec.rules[0].http.paths[0]",
                    "spec.rules[0].http.paths[0].pathType",
                    "spec.rules[0].http.paths[0].backend.service.port.number",
                    "spec.rules[7].host",
                    "nowhere.at.all")
                .stream()
                .map(lines::line))
        .containsExactly(1, 4, 7, 10, 10, 15, 6, 1);
  }

  @Test
  void aPathMayNameKeysWithDots() {
    var text =
        """
        apiVersion: v1
        kind: Secret
        metadata:
          name: a
          annotations:
            example.com/one: x
        data:
          tls.crt: YQ==
          tls: YQ==
        """;
    var lines = reader.read("a.yaml", text).objects().getFirst().lines();
    assertThat(lines.line("data[tls.crt]")).isEqualTo(8);
    assertThat(lines.line("data.tls.crt")).isEqualTo(8);
    assertThat(lines.line("data.tls")).isEqualTo(9);
    assertThat(lines.line("metadata.annotations[example.com/one]")).isEqualTo(6);
  }

  @Test
  void linesGoOnAcrossDocumentsAndInLists() {
    var text = SERVICE + "---\n" + INGRESS;
    var objects = reader.read("a.yaml", text).objects();
    assertThat(objects).extracting(ManifestObject::line).containsExactly(1, 13);
    assertThat(objects.getLast().lines().line("spec.rules[0].host")).isEqualTo(19);
  }

  @Test
  void aServiceGetsItsDefaults() {
    var text =
        """
        apiVersion: v1
        kind: Service
        metadata: {name: a}
        spec:
          sessionAffinity: ClientIP
          ports: [{port: 80}]
        """;
    var service = only(text, Service.class);
    assertThat(service.getMetadata().getNamespace()).isEqualTo("default");
    assertThat(service.getSpec().getType()).isEqualTo("ClusterIP");
    assertThat(service.getSpec().getInternalTrafficPolicy()).isEqualTo("Cluster");
    assertThat(service.getSpec().getSessionAffinityConfig().getClientIP().getTimeoutSeconds())
        .isEqualTo(10_800);
    var port = service.getSpec().getPorts().getFirst();
    assertThat(port.getProtocol()).isEqualTo("TCP");
    assertThat(port.getTargetPort()).isEqualTo(new IntOrString(80));
  }

  @Test
  void aDeploymentAndItsPodsGetTheirDefaults() {
    var text =
        """
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: a}
        spec:
          selector: {matchLabels: {app: a}}
          template:
            metadata: {labels: {app: a}}
            spec:
              containers:
                - name: a
                  image: a
                  ports: [{containerPort: 80}]
                  readinessProbe: {httpGet: {port: 80}}
        """;
    var spec = only(text, Deployment.class).getSpec();
    assertThat(spec.getReplicas()).isEqualTo(1);
    assertThat(spec.getStrategy().getType()).isEqualTo("RollingUpdate");
    assertThat(spec.getStrategy().getRollingUpdate().getMaxSurge())
        .isEqualTo(new IntOrString("25%"));
    var pod = spec.getTemplate().getSpec();
    assertThat(pod.getRestartPolicy()).isEqualTo("Always");
    assertThat(pod.getTerminationGracePeriodSeconds()).isEqualTo(30);
    var container = pod.getContainers().getFirst();
    assertThat(container.getPorts().getFirst().getProtocol()).isEqualTo("TCP");
    var probe = container.getReadinessProbe();
    assertThat(probe.getPeriodSeconds()).isEqualTo(10);
    assertThat(probe.getFailureThreshold()).isEqualTo(3);
    assertThat(probe.getHttpGet().getPath()).isEqualTo("/");
    assertThat(probe.getHttpGet().getScheme()).isEqualTo("HTTP");
  }

  @Test
  void aJobGetsItsDefaults() {
    var text =
        """
        apiVersion: batch/v1
        kind: Job
        metadata: {name: a}
        spec:
          template:
            spec:
              restartPolicy: Never
              containers: [{name: a, image: a}]
        """;
    var spec = only(text, Job.class).getSpec();
    assertThat(List.of(spec.getCompletions(), spec.getParallelism(), spec.getBackoffLimit()))
        .containsExactly(1, 1, 6);
  }

  @Test
  void plainTextOfASecretIsMergedOverItsData() {
    var text =
        """
        apiVersion: v1
        kind: Secret
        metadata: {name: a}
        data: {one: YQ==, two: YQ==}
        stringData: {two: b}
        """;
    var secret = only(text, Secret.class);
    assertThat(secret.getData()).containsEntry("one", "YQ==").containsEntry("two", "Yg==");
    assertThat(secret.getStringData()).isEmpty();
    assertThat(secret.getType()).isEqualTo("Opaque");
  }

  @Test
  void valuesHaveTheTypesThatAClusterWouldSee() {
    var text =
        """
        apiVersion: v1
        kind: Pod
        metadata: {name: a, uid: not-kept, resourceVersion: "7"}
        spec:
          terminationGracePeriodSeconds: 1e1
          volumes:
            - name: v
              configMap: {name: c, defaultMode: 0644}
          containers:
            - name: a
              image: a
              resources: {limits: {cpu: 0.5, memory: 64Mi}}
        status: {phase: Running}
        """;
    var pod = only(text, Pod.class);
    assertThat(pod.getMetadata().getUid()).isNull();
    assertThat(pod.getStatus()).isNull();
    assertThat(pod.getSpec().getTerminationGracePeriodSeconds()).isEqualTo(10);
    assertThat(pod.getSpec().getVolumes().getFirst().getConfigMap().getDefaultMode())
        .isEqualTo(0644);
    var limits = pod.getSpec().getContainers().getFirst().getResources().getLimits();
    assertThat(limits).containsEntry("cpu", new Quantity("0.5"));
  }

  @Test
  void jsonIsReadAsJson() {
    var text =
        """
        {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "a"},
        \t"data": {"path": "a\\/b", "face": "\\ud83d\\ude00", "line": "a\\nb"}}
        """;
    var parsed = reader.read("a.json", text);
    assertThat(parsed.findings()).isEmpty();
    assertThat(((ConfigMap) parsed.objects().getFirst().object()).getData())
        .containsExactlyInAnyOrderEntriesOf(Map.of("path", "a/b", "face", "😀", "line", "a\nb"));
  }

  @Test
  void oneBadObjectLeavesTheOthersAndItsName() {
    var bad = SERVICE.replace("my-service", "bad").replace("port: 80", "prt: 80");
    var parsed = reader.read("a.yaml", bad + "---\n" + SERVICE);
    assertThat(parsed.objects()).extracting(o -> o.name().name()).containsExactly("my-service");
    assertThat(parsed.refused())
        .extracting(Object::toString)
        .containsExactly("Service default/bad");
    assertThat(parsed.broken()).isFalse();
  }

  @Test
  void anEmptyTextHasNoObjectsAndNoFindings() {
    for (var text : List.of("", "\n", "# only a comment\n", "---\n---\n", "\uFEFF")) {
      var parsed = reader.read("a.yaml", text);
      assertThat(parsed.objects()).isEmpty();
      assertThat(parsed.findings()).isEmpty();
      assertThat(parsed.broken()).isFalse();
    }
  }

  @Test
  void aFileThatIsTooLargeIsOneSentence() {
    var parsed = reader.read("a.yaml", "# " + "x".repeat(YamlText.MOST_CHARACTERS));
    assertThat(parsed.broken()).isTrue();
    assertThat(parsed.findings()).singleElement().extracting(FileFinding::line).isEqualTo(1);
  }

  private <T> T only(String text, Class<T> type) {
    var parsed = reader.read("a.yaml", text);
    assertThat(parsed.findings()).isEmpty();
    return type.cast(parsed.objects().getFirst().object());
  }
}
