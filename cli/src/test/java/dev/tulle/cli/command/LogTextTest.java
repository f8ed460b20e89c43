package dev.tulle.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PipedReader;
import java.io.PipedWriter;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.OptionalInt;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LogTextTest {

  private Path file = Path.of("");

  @BeforeEach
  void log(@TempDir Path folder) throws IOException {
    file = Files.writeString(folder.resolve("web.log"), "three\nfour\n");
    Files.writeString(folder.resolve("web.log.1"), "one\ntwo\n");
  }

  @Test
  void whatWasWrittenBeforeTheLogWasCutComesFirst() throws IOException {
    var out = new StringWriter();

    new LogText(file, new PrintWriter(out)).print(OptionalInt.empty());

    assertThat(out.toString()).isEqualTo("one\ntwo\nthree\nfour\n");
  }

  @ParameterizedTest
  @CsvSource({
    "0,''",
    "1,four|",
    "3,two|three|four|",
    "4,one|two|three|four|",
    "9,one|two|three|four|"
  })
  void theTailIsSoManyLines(int lines, String expected) throws IOException {
    var out = new StringWriter();

    new LogText(file, new PrintWriter(out)).print(OptionalInt.of(lines));

    assertThat(out.toString().replace('\n', '|')).isEqualTo(expected);
  }

  @Test
  void aFollowerSeesWhatIsWrittenEvenAfterACutAndInTheMiddleOfACharacter() throws Exception {
    var read = new PipedReader();
    var log = new LogText(file, new PrintWriter(new PipedWriter(read)));
    log.print(OptionalInt.of(0));
    var follower = Thread.ofVirtual().start(() -> follow(log));
    var euro = "€\n".getBytes(StandardCharsets.UTF_8);

    append(Arrays.copyOf(euro, 1));
    append(Arrays.copyOfRange(euro, 1, euro.length));
    assertThat(line(read)).isEqualTo("€");

    Files.writeString(file, "new\n", StandardOpenOption.TRUNCATE_EXISTING);
    assertThat(line(read)).isEqualTo("new");

    Files.delete(file);
    follower.join();
  }

  private static void follow(LogText log) {
    try {
      log.follow();
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private void append(byte[] bytes) throws IOException {
    Files.write(file, bytes, StandardOpenOption.APPEND);
  }

  private static String line(PipedReader reader) throws IOException {
    var line = new StringBuilder();
    for (int c = reader.read(); c != '\n'; c = reader.read()) {
      line.append((char) c);
    }
    return line.toString();
  }
}
