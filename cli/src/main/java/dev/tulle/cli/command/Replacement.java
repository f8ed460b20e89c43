package dev.tulle.cli.command;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import java.util.Map;

/// Replaces this process by another program, as a shell's `exec` does: the terminal, signals and
/// the exit code are then that program's own, with nothing in between.
final class Replacement {

  private static final int SIG_SETMASK = 2;
  private static final int MASK_BYTES = 128;

  private Replacement() {}

  /// The first word of the command is the program's path. Returns only if that failed.
  @SuppressWarnings("restricted") // Java itself can start a process, but not become one
  static int become(List<String> command, Map<String, String> environment) throws IOException {
    var linker = Linker.nativeLinker();
    var lookup = linker.defaultLookup();
    try (var arena = Arena.ofConfined()) {
      var unblock =
          linker.downcallHandle(
              lookup.findOrThrow("pthread_sigmask"),
              FunctionDescriptor.of(
                  ValueLayout.JAVA_INT,
                  ValueLayout.JAVA_INT,
                  ValueLayout.ADDRESS,
                  ValueLayout.ADDRESS));
      var execve =
          linker.downcallHandle(
              lookup.findOrThrow("execve"),
              FunctionDescriptor.of(
                  ValueLayout.JAVA_INT,
                  ValueLayout.ADDRESS,
                  ValueLayout.ADDRESS,
                  ValueLayout.ADDRESS));
      var path = arena.allocateFrom(command.getFirst());
      var arguments = strings(arena, command);
      var variables =
          strings(
              arena,
              environment.entrySet().stream().map(e -> e.getKey() + "=" + e.getValue()).toList());
      // the JVM blocks signals in its threads, and the mask is inherited
      var none = arena.allocate(MASK_BYTES);
      int _ = (int) unblock.invokeExact(SIG_SETMASK, none, MemorySegment.NULL);
      int _ = (int) execve.invokeExact(path, arguments, variables);
      throw new IOException(command.getFirst() + " cannot be executed");
    } catch (IOException e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException("execve could not be called", e);
    }
  }

  /// A null-terminated array of C strings.
  private static MemorySegment strings(Arena arena, List<String> texts) {
    var array = arena.allocate(ValueLayout.ADDRESS, texts.size() + 1L);
    for (int i = 0; i < texts.size(); i++) {
      array.setAtIndex(ValueLayout.ADDRESS, i, arena.allocateFrom(texts.get(i)));
    }
    array.setAtIndex(ValueLayout.ADDRESS, texts.size(), MemorySegment.NULL);
    return array;
  }
}
