package dev.tulle.core.dns;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tulle.core.dns.ResourceRecord.Authority;
import dev.tulle.core.world.Change;
import dev.tulle.core.world.World;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Every rule of the Kubernetes DNS specification 1.1.0 as a golden case under the number of its
/// section, what DNS itself asks for as cases without a number, and laws that hold for all of them.
/// `-Dgolden=write` writes the answers anew: read the difference.
class DnsCasesTest {

  private static final Path CASES = Path.of("src/test/cases/dns");

  private static final Zone ZONE =
      new Zone(
          "cluster.local",
          List.of(Addresses.read("10.96.0.10").orElseThrow()),
          Stream.of("10.96.0.0/12", "10.244.0.0/16", "fd00::/48").map(AddressRange::of).toList());

  static Stream<String> cases() throws IOException {
    try (var folders = Files.list(CASES)) {
      return folders.map(folder -> folder.getFileName().toString()).sorted().toList().stream();
    }
  }

  @Test
  void hasACaseForEachRule() throws IOException {
    var sections = cases().filter(it -> it.contains(".")).map(it -> it.split("-", 2)[0]).distinct();
    assertThat(sections)
        .containsExactly("2.1", "2.2", "2.3.1", "2.3.2", "2.3.3", "2.4.1", "2.4.2", "2.4.3", "2.5");
    assertThat(cases())
        .contains(
            "2.1-hostname",
            "2.1-ready",
            "2.1-case-insensitive",
            "2.3.1-cluster-ip-dual-stack",
            "2.4.1-headless-dual-stack",
            "2.4.1-headless-hostname",
            "2.4.1-headless-no-ready-endpoints",
            "3-extension-pod-address");
  }

  @ParameterizedTest
  @MethodSource("cases")
  void answersAsWritten(String name) throws IOException {
    var file = CASES.resolve(name).resolve("answers.txt");
    var table = NameTable.of(ZONE, World.of(changes(name)));

    var actual = answered(Files.readAllLines(file), table);

    if ("write".equals(System.getProperty("golden"))) {
      Files.writeString(file, actual);
    }
    assertThat(actual).isEqualTo(Files.readString(file));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void answersAlikeWhateverTheOrderAndTheHistory(String name) throws IOException {
    var questions = Files.readAllLines(CASES.resolve(name).resolve("answers.txt"));
    var changes = changes(name);
    var fresh = answered(questions, NameTable.of(ZONE, World.of(changes)));
    long seed = System.nanoTime();
    var random = new Random(seed);

    var world = World.of(others(name));
    var table = NameTable.of(ZONE, world);
    var shuffled = new ArrayList<>(changes);
    Collections.shuffle(shuffled, random);
    for (var change : shuffled) {
      world = world.with(List.of(change));
      table = table.next(world);
    }
    for (var other : others(name)) {
      world = world.with(List.of(new Change(other.name(), Optional.empty())));
    }
    world = world.with(changes);
    table = table.next(world);

    assertThat(answered(questions, table)).as("seed %d", seed).isEqualTo(fresh);
    assertThat(table.next(world)).isSameAs(table);
  }

  /// Whoever has only the changes, as bytes, answers as the one that they come from.
  @ParameterizedTest
  @MethodSource("cases")
  void answersAlikeFromChangesThatWereSent(String name) throws IOException {
    var questions = Files.readAllLines(CASES.resolve(name).resolve("answers.txt"));
    long seed = System.nanoTime();
    var world = World.of(others(name));
    var table = NameTable.of(ZONE, world);
    var sent = sent(NameTable.unsynced(ZONE), NameTable.unsynced(ZONE), table);
    var shuffled = new ArrayList<>(changes(name));
    others(name).forEach(it -> shuffled.add(new Change(it.name(), Optional.empty())));
    Collections.shuffle(shuffled, new Random(seed));

    for (var change : shuffled) {
      world = world.with(List.of(change));
      var next = table.next(world);
      sent = sent(sent, table, next);
      table = next;
    }

    assertThat(answered(questions, sent)).as("seed %d", seed).isEqualTo(answered(questions, table));
    assertThat(answered(questions, sent(NameTable.unsynced(ZONE), NameTable.unsynced(ZONE), table)))
        .isEqualTo(answered(questions, table));
    assertThat(table.since(sent).gone()).isEmpty();
    assertThat(sent.since(table).gone()).isEmpty();
  }

  private static NameTable sent(NameTable theirs, NameTable before, NameTable after) {
    return theirs.with(NameChanges.of(after.since(before).toBytes()));
  }

  /// RFC 2308: what is not there is kept for the lesser of the SOA's own time and its minimum.
  @ParameterizedTest
  @MethodSource("cases")
  void saysForHowLongADenialHolds(String name) throws IOException {
    var table = NameTable.of(ZONE, World.of(changes(name)));
    for (var line : Files.readAllLines(CASES.resolve(name).resolve("answers.txt"))) {
      if (line.startsWith("? ")
          && table.answer(CaseText.question(line)) instanceof Answer.Known known) {
        int type = CaseText.question(line).type();
        boolean found =
            known.answers().stream()
                .anyMatch(it -> type == RecordType.ANY || it.value().type() == type);
        assertThat(known.authority()).as(line).hasSize(found ? 0 : 1);
        assertThat(known.authority())
            .as(line)
            .allMatch(it -> it.value() instanceof Authority soa && it.ttl() == soa.minimum());
      }
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void saysNothingOfTheClusterUntilSynced(String name) throws IOException {
    var table = NameTable.unsynced(ZONE);
    for (var line : Files.readAllLines(CASES.resolve(name).resolve("answers.txt"))) {
      if (line.startsWith("? ")) {
        assertThat(table.answer(CaseText.question(line)))
            .as(line)
            .isNotInstanceOf(Answer.Known.class)
            .isNotInstanceOf(Answer.Continued.class);
      }
    }
  }

  /// The objects of every other case, but for those that this one has too.
  private static List<Change> others(String name) throws IOException {
    var own = changes(name).stream().map(Change::name).toList();
    return cases()
        .filter(other -> !other.equals(name))
        .flatMap(other -> changes(other).stream())
        .filter(change -> !own.contains(change.name()))
        .toList();
  }

  private static List<Change> changes(String name) {
    try {
      return CaseInput.read(Files.readString(CASES.resolve(name).resolve("input.yaml")));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The file's comments and questions as they are, each question with the table's answer.
  private static String answered(List<String> lines, NameTable table) {
    var text = new StringBuilder();
    for (var line : lines) {
      if (line.startsWith("; ")) {
        text.append(text.isEmpty() ? "" : "\n").append(line).append('\n');
      } else if (line.startsWith("? ")) {
        text.append(text.isEmpty() || text.toString().endsWith("\n\n") ? "" : "\n");
        text.append(line).append('\n');
        text.append(CaseText.of(table.answer(CaseText.question(line))));
      }
    }
    return text.toString();
  }
}
