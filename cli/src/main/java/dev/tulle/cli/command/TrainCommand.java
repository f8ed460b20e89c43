package dev.tulle.cli.command;

import dev.tulle.cli.outcome.Failure;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/// `tulle train`, hidden: runs through what a start of the program does, so that the JVM's AOT
/// cache, which is written when it ends, has the classes and methods of that way in it. What is not
/// run here still works, only not as quickly the first time.
@Command(name = "train", hidden = true, description = "Runs through what a start does.")
final class TrainCommand implements Callable<Integer> {

  private static final int ROUNDS = 3;

  private final Console console;

  TrainCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws IOException {
    var log = Files.createTempFile("tulle-train-", ".log");
    System.setProperty(Logging.FILE, log.toString());
    try {
      return train();
    } finally {
      Files.delete(log);
    }
  }

  private int train() {
    for (int round = 0; round < ROUNDS; round++) {
      for (var args : commands()) {
        var quiet = new PrintWriter(Writer.nullWriter());
        int code = Program.writingTo(quiet, quiet).run(args.toArray(String[]::new));
        console.say(String.join(" ", args) + ": " + code);
      }
    }
    if ("root".equals(System.getProperty("user.name"))) {
      rehearse();
    }
    return 0;
  }

  /// Only root can run pods. Whatever fails here is told by the first real start.
  private void rehearse() {
    try {
      console.say("up: " + new TrialRun(console).run(Path.of(example())));
    } catch (Failure | IOException | GeneralSecurityException e) {
      console.say("up: " + e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static String example() {
    return Path.of(System.getProperty("tulle.home", "."), "examples", "hello").toString();
  }

  private static List<List<String>> commands() {
    var example = example();
    return List.of(
        List.of("version"),
        List.of("up", "--help"),
        List.of("no-such-command"),
        List.of("check", example),
        List.of("check", example, "-o", "json"),
        List.of("translate", example),
        List.of("status"));
  }
}
