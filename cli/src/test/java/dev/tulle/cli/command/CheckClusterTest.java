package dev.tulle.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/// The mistakes with `tulle check` for a cluster that need none.
class CheckClusterTest {

  @Test
  void aContextThatIsNotThereIsUsage() {
    var ran = Ran.of("check", "--context", "no-such-context");

    assertThat(ran.code()).isEqualTo(2);
    assertThat(ran.err()).startsWith("error: there is no context no-such-context\n");
  }

  @Test
  void eitherAFolderOrAClusterIsChecked() {
    assertThat(Ran.of("check").code()).isEqualTo(2);
    assertThat(Ran.of("check", "folder", "--cluster").code()).isEqualTo(2);
  }
}
