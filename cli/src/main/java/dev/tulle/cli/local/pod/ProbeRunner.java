package dev.tulle.cli.local.pod;

import dev.tulle.cli.local.pod.ProbeCounter.Purpose;
import io.fabric8.kubernetes.api.model.Probe;
import java.time.Duration;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/// Owns the virtual thread of one probe of one run of a container.
///
/// A kubelet asks once when a container starts, and then every `periodSeconds`: an app that listens
/// 50 ms later is ready 10 s later. Here, until a startup or readiness probe has first passed,
/// it is asked more often in between, most often at first. Such a question can only make a
/// container ready sooner: its failure is not counted, so that thresholds keep their meaning.
final class ProbeRunner {

  private static final Duration EAGER = Duration.ofSeconds(60);
  private static final int EAGER_SHARE = 20;

  private final Purpose purpose;
  private final Timing timing;
  private final Check check;
  private final BiConsumer<Boolean, String> result;
  private @Nullable Thread thread;

  /// A probe's numbers, with Kubernetes' defaults.
  record Timing(Duration delay, Duration period, Duration timeout, int successes, int failures) {
    static Timing of(Probe probe) {
      return new Timing(
          Duration.ofSeconds(number(probe.getInitialDelaySeconds(), 0)),
          Duration.ofSeconds(number(probe.getPeriodSeconds(), 10)),
          Duration.ofSeconds(number(probe.getTimeoutSeconds(), 1)),
          number(probe.getSuccessThreshold(), 1),
          number(probe.getFailureThreshold(), 3));
    }

    private static int number(Integer value, int otherwise) {
      return value == null || value <= 0 ? otherwise : value;
    }
  }

  /// `result` is told when the probe's standing changes, and of the failure that ends a container;
  /// the text says what went wrong.
  ProbeRunner(Purpose purpose, Timing timing, Check check, BiConsumer<Boolean, String> result) {
    this.purpose = purpose;
    this.timing = timing;
    this.check = check;
    this.result = result;
  }

  Purpose purpose() {
    return purpose;
  }

  /// Begins after what is left of the initial delay; `passed` is where the probe stands at first.
  void start(Duration delay, boolean passed) {
    thread =
        Thread.ofVirtual()
            .name("probe " + purpose)
            .start(
                () -> {
                  try {
                    Thread.sleep(delay.isNegative() ? Duration.ZERO : delay);
                    run(ProbeCounter.of(timing.successes(), timing.failures(), passed));
                  } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                  }
                });
  }

  void stop() {
    if (thread != null) {
      thread.interrupt();
    }
  }

  private void run(ProbeCounter first) throws InterruptedException {
    var counter = first;
    var begun = System.nanoTime();
    var due = begun;
    while (!Thread.currentThread().isInterrupted()) {
      var verdict = check.ask(timing.timeout());
      if (Thread.currentThread().isInterrupted()) {
        return;
      }
      var now = System.nanoTime();
      if (verdict.passed() || now >= due) {
        var next = counter.with(verdict.passed());
        if (tell(counter, next, verdict.message())) {
          return;
        }
        counter = next;
        while (due <= now) {
          due += timing.period().toNanos();
        }
      }
      var rest = Duration.ofNanos(due - System.nanoTime());
      var eager = purpose != Purpose.LIVENESS && !counter.passed() && !counter.last();
      var pause = eager ? shorter(rest, eagerPause(Duration.ofNanos(now - begun))) : rest;
      Thread.sleep(pause.isNegative() ? Duration.ZERO : pause);
    }
  }

  /// True if this was the probe's last word.
  private boolean tell(ProbeCounter before, ProbeCounter after, String message) {
    return switch (purpose) {
      case READINESS -> {
        if (before.passed() != after.passed()) {
          result.accept(after.passed(), message);
        }
        yield false;
      }
      case STARTUP, LIVENESS -> {
        var over = after.failed() || (purpose == Purpose.STARTUP && after.passed());
        if (over) {
          result.accept(after.passed() && !after.failed(), message);
        }
        yield over;
      }
    };
  }

  private Duration eagerPause(Duration elapsed) {
    if (elapsed.compareTo(EAGER) > 0) {
      return timing.period();
    }
    var share = elapsed.dividedBy(EAGER_SHARE);
    return share.compareTo(check.pause()) < 0 ? check.pause() : share;
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }
}
