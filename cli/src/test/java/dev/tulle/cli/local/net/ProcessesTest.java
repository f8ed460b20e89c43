package dev.tulle.cli.local.net;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class ProcessesTest {

  @Test
  void aProgramsNameMayHoldAnything() {
    var line =
        "42 (a ) (b) S 1 42 41 0 -1 4194560 1 2 3 4 5 6 7 8 20 0 1 0 987654 0 0 18446744073709551615";
    assertThat(Processes.Stat.parse(line)).contains(new Processes.Stat(42, 'S', 41, 987654));
    assertThat(Processes.Stat.parse("42 (sh")).isEmpty();
    assertThat(Processes.Stat.parse("")).isEmpty();
  }

  @Test
  void aProcessIsKnownByItsStart() {
    var own = Processes.stat(ProcessHandle.current().pid()).orElseThrow();
    assertThat(own.alive()).isTrue();
    var other = new Processes.Stat(own.pid(), own.state(), own.session(), own.start() + 1);
    assertThat(other.alive()).as("its number was used again").isFalse();
  }
}
