package dev.tulle.cli.view;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tulle.cli.status.Snapshots;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class ViewsTest {

  private final StringWriter text = new StringWriter();
  private final PrintWriter out = new PrintWriter(text);

  @Test
  void theLiveViewIsRedrawnInPlaceAndOnlyWhenItChanged() {
    var view = new LiveView(out, () -> new Screen(80, 24, false), ZoneOffset.UTC);
    view.show(Snapshots.hello(2));
    long height = text.toString().chars().filter(c -> c == '\n').count();
    text.getBuffer().setLength(0);

    view.show(Snapshots.hello(2));
    assertThat(text.toString()).isEmpty();

    view.show(Snapshots.hello(3));
    assertThat(text.toString()).contains("\u001b[" + height + "A").contains("3/3 ready");
  }

  @Test
  void whatIsSaidStaysAboveTheLiveView() {
    var view = new LiveView(out, () -> new Screen(80, 24, false), ZoneOffset.UTC);
    view.show(Snapshots.hello(3));
    text.getBuffer().setLength(0);

    view.say("images are not pulled");

    assertThat(text.toString().indexOf("images are not pulled"))
        .isPositive()
        .isLessThan(text.toString().indexOf("tulle  "));
  }

  /// To clear the rest of a line takes the sign in the last column with it.
  @Test
  void aLineAsWideAsTheTerminalIsWhole() {
    var view = new LiveView(out, () -> new Screen(80, 24, false), ZoneOffset.UTC);

    view.say("x".repeat(80));
    view.show(Snapshots.hello(3));

    assertThat(text.toString()).doesNotContainPattern("[^\n\rJ]\u001b\\[K");
  }

  @Test
  void thePlainViewHasALineWithTheTimeForEachEvent() {
    var view = new PlainView(out, () -> Snapshots.START, ZoneOffset.UTC);
    view.show(Snapshots.hello(2));
    text.getBuffer().setLength(0);

    view.show(Snapshots.hello(3));

    assertThat(text.toString().lines())
        .containsExactly(
            "16:00:00.000 Deployment default/my-app: 3/3 ready",
            "16:00:00.000 Service default/my-service: 3/3 endpoints ready");
  }

  @Test
  void theJsonViewHasOneObjectPerLine() {
    var view = new JsonView(out, new PrintWriter(StringWriter.nullWriter()));
    view.show(Snapshots.hello(2));
    view.say("not for programs");
    view.show(Snapshots.hello(3));

    assertThat(text.toString().lines())
        .hasSize(2)
        .allMatch(line -> line.startsWith("{\"schema\":\"tulle.dev/status/v1\""));
  }

  @Test
  void noColorMeansNone() {
    assertThat(Terminal.wantsColours(Map.of("TERM", "xterm"))).isTrue();
    assertThat(Terminal.wantsColours(Map.of("TERM", "xterm", "NO_COLOR", "1"))).isFalse();
    assertThat(Terminal.wantsColours(Map.of("TERM", "xterm", "NO_COLOR", ""))).isTrue();
    assertThat(Terminal.isInteractive(Map.of("TERM", "dumb"))).isFalse();
  }

  @Test
  void aReaderThatIsHeldGetsTheLastValueAndHoldsNobodyUp() throws InterruptedException {
    var seen = new ArrayList<Integer>();
    var started = new CountDownLatch(1);
    var goOn = new CountDownLatch(1);
    try (var latest =
        new Latest<Integer>(
            "reader",
            value -> {
              started.countDown();
              await(goOn);
              seen.add(value);
            })) {
      latest.give(1);
      started.await();
      for (int value = 2; value <= 100; value++) {
        latest.give(value);
      }
      goOn.countDown();
    }
    assertThat(seen).isEqualTo(List.of(1, 100));
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
