package dev.tulle.cli.view;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tulle.cli.status.Snapshots;
import dev.tulle.cli.status.StatusSnapshot;
import dev.tulle.cli.status.StatusSnapshot.Warning;
import java.time.ZoneOffset;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FrameTest {

  private static final Screen WIDE = new Screen(90, 30, false);

  @Test
  void showsTheExampleAtAGlance() {
    assertThat(lines(Snapshots.hello(2), WIDE))
        .containsExactly(
            "tulle        /home/me/tulle/examples/hello",
            "gateway      http://127.0.0.1:8080  https://127.0.0.1:8443",
            "             for my-service.example.com",
            "workloads    my-app                           2 of 3 ready; my-app-2: probe: connection r…",
            "services     my-service                       2/2 ready  80/TCP  10.96.0.12",
            "findings     my-ingress.yaml:10: warning: Ingress default/my-ingress has no pathType at",
            "             spec.rules[0].http.paths[0], which a Kubernetes API server refuses.",
            "             Add the line `pathType: ImplementationSpecific`.",
            "last change  16:00:09  my-service.yaml  in force after 34 ms");
  }

  @ParameterizedTest
  @ValueSource(ints = {20, 40, 61, 80, 200})
  void noLineIsWiderThanTheScreen(int columns) {
    var screen = new Screen(columns, 40, false);

    assertThat(lines(Snapshots.hello(1), screen))
        .isNotEmpty()
        .allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(columns));
  }

  @ParameterizedTest
  @ValueSource(ints = {8, 12, 24, 50})
  void theFrameLeavesALineOfTheScreenFree(int rows) {
    var many = Collections.nCopies(40, Snapshots.noPathType());
    var screen = new Screen(80, rows, false);

    assertThat(lines(Snapshots.hello(3, many, 5), screen)).hasSizeLessThan(rows);
  }

  @Test
  void whatIsNotReadyComesFirstWhereThereIsNotRoomForAll() {
    var hello = Snapshots.hello(3);
    var ready = hello.workloads().getFirst();
    var waiting = new StatusSnapshot.Workload("Job", "default", "slow", 0, 1, 0, "starting");
    var many = new java.util.ArrayList<>(Collections.nCopies(30, ready));
    many.add(waiting);

    var lines = lines(withWorkloads(hello, many), new Screen(80, 24, false));

    assertThat(lines.stream().filter(line -> line.startsWith("workloads")).toList())
        .singleElement()
        .asString()
        .contains("slow");
    assertThat(lines).anyMatch(line -> line.endsWith("more, all ready"));
  }

  @Test
  void aJobIsCompletedNotReady() {
    var done = new StatusSnapshot.Workload("Job", "default", "fill", 1, 1, 0, "");

    assertThat(lines(withWorkloads(Snapshots.hello(3), List.of(done)), new Screen(80, 24, false)))
        .anyMatch(line -> line.matches("workloads +fill +1/1 completed"));
  }

  @Test
  void anExternalNameIsNotWaitedFor() {
    var legacy =
        new StatusSnapshot.Service(
            "default", "legacy", "", "db.example.com", List.of(), 0, 0, List.of());
    var lines = lines(withServices(Snapshots.hello(3), List.of(legacy)), new Screen(80, 24, true));

    assertThat(lines).anyMatch(line -> line.contains(Ink.GOOD.on("is db.example.com", true)));
  }

  @Test
  void coloursChangeNoWord() {
    var colourful = lines(Snapshots.hello(2), new Screen(90, 30, true));

    assertThat(String.join("\n", colourful)).contains("\u001b[");
    assertThat(colourful.stream().map(FrameTest::withoutColours).toList())
        .isEqualTo(lines(Snapshots.hello(2), WIDE));
  }

  @Test
  void controlCharactersOfAFileDoNotReachTheTerminal() {
    var sly = new Warning("error", "a.yaml", 1, "", "R", "name is \u001b[2Jgone\u0007", "");

    assertThat(lines(Snapshots.hello(3, List.of(sly), 5), WIDE))
        .noneMatch(line -> line.chars().anyMatch(Character::isISOControl))
        .anyMatch(line -> line.contains("Name is"));
  }

  @Test
  void aChangeThatIsNotAcknowledgedYetIsOnItsWay() {
    assertThat(lines(Snapshots.hello(3, List.of(), -1), WIDE).getLast()).endsWith("on its way");
  }

  private static List<String> lines(StatusSnapshot snapshot, Screen screen) {
    return Frame.lines(snapshot, screen, ZoneOffset.UTC);
  }

  private static String withoutColours(String line) {
    return line.replaceAll("\u001b\\[[0-9;]*m", "");
  }

  private static StatusSnapshot withWorkloads(
      StatusSnapshot it, List<StatusSnapshot.Workload> workloads) {
    return with(it, workloads, it.services());
  }

  private static StatusSnapshot withServices(
      StatusSnapshot it, List<StatusSnapshot.Service> services) {
    return with(it, it.workloads(), services);
  }

  private static StatusSnapshot with(
      StatusSnapshot it,
      List<StatusSnapshot.Workload> workloads,
      List<StatusSnapshot.Service> services) {
    return new StatusSnapshot(
        it.schema(),
        it.instance(),
        it.folder(),
        it.controlPlane(),
        it.gateways(),
        workloads,
        it.pods(),
        services,
        it.objects(),
        it.proxies(),
        it.warnings());
  }
}
