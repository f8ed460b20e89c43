package dev.tulle.cli.local.pod;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class BackOffTest {

  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  @Test
  void theDelayDoublesUpToFiveMinutes() {
    var backOff = BackOff.NONE;
    var now = START;
    var waits = new ArrayList<Long>();
    for (var i = 0; i < 8; i++) {
      var next = backOff.startAt(now);
      waits.add(Duration.between(now, next).toSeconds());
      backOff = backOff.restarted(next);
      now = next;
    }
    assertThat(waits).isEqualTo(List.of(0L, 10L, 20L, 40L, 80L, 160L, 300L, 300L));
  }

  @Test
  void tenMinutesOfRunningForgetEverything() {
    var backOff = BackOff.NONE.restarted(START).restarted(START.plusSeconds(10));
    assertThat(backOff.delay()).isEqualTo(Duration.ofSeconds(20));
    var exit = START.plusSeconds(10).plus(Duration.ofMinutes(10)).plusMillis(1);
    assertThat(backOff.startAt(exit)).isEqualTo(exit);
    assertThat(backOff.restarted(exit).delay()).isEqualTo(Duration.ofSeconds(10));
  }
}
