package dev.tulle.cli.view;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/// What stdout leads to: a terminal, and of which size, or something else.
public final class Terminal {

  private static final int STDOUT = 1;
  private static final long TIOCGWINSZ = 0x5413;
  private static final int DEFAULT_COLUMNS = 80;
  private static final int DEFAULT_ROWS = 24;

  private final boolean colours;
  private final MethodHandle ioctl;

  @SuppressWarnings("restricted") // there is no other way to ask for the size without a process
  public Terminal(Map<String, String> environment) {
    this.colours = wantsColours(environment);
    var linker = Linker.nativeLinker();
    this.ioctl =
        linker.downcallHandle(
            linker.defaultLookup().findOrThrow("ioctl"),
            FunctionDescriptor.of(
                ValueLayout.JAVA_INT,
                ValueLayout.JAVA_INT,
                ValueLayout.JAVA_LONG,
                ValueLayout.ADDRESS),
            Linker.Option.firstVariadicArg(2));
  }

  /// Is stdout a terminal that understands cursor movements?
  public static boolean isInteractive(Map<String, String> environment) {
    var term = environment.getOrDefault("TERM", "");
    if (term.isEmpty() || term.equals("dumb")) {
      return false;
    }
    try {
      var target = Files.readSymbolicLink(Path.of("/proc/self/fd/" + STDOUT)).toString();
      return target.startsWith("/dev/pts/")
          || target.startsWith("/dev/tty")
          || target.equals("/dev/console");
    } catch (IOException e) {
      return false;
    }
  }

  /// As the `NO_COLOR` convention has it: any value but the empty one switches colours off.
  static boolean wantsColours(Map<String, String> environment) {
    return environment.getOrDefault("NO_COLOR", "").isEmpty()
        && !"dumb".equals(environment.get("TERM"));
  }

  /// The size at this moment: people resize windows.
  public Screen screen() {
    try (var arena = Arena.ofConfined()) {
      var size = arena.allocate(ValueLayout.JAVA_SHORT, 4);
      int result = (int) ioctl.invokeExact(STDOUT, TIOCGWINSZ, size);
      int rows = Short.toUnsignedInt(size.getAtIndex(ValueLayout.JAVA_SHORT, 0));
      int columns = Short.toUnsignedInt(size.getAtIndex(ValueLayout.JAVA_SHORT, 1));
      if (result == 0 && rows > 0 && columns > 0) {
        return new Screen(columns, rows, colours);
      }
    } catch (Throwable e) {
      throw new IllegalStateException("ioctl could not be called", e);
    }
    return new Screen(DEFAULT_COLUMNS, DEFAULT_ROWS, colours);
  }
}
