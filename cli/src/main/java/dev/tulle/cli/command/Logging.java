package dev.tulle.cli.command;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.JsonEncoder;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.rolling.FixedWindowRollingPolicy;
import ch.qos.logback.core.rolling.RollingFileAppender;
import ch.qos.logback.core.rolling.SizeBasedTriggeringPolicy;
import ch.qos.logback.core.spi.ContextAwareBase;
import ch.qos.logback.core.util.FileSize;
import org.slf4j.Logger;

/// Where the log goes: to the file that the property `tulle.log` names, two files of 10 MB at most;
/// nowhere if there is none, since the terminal belongs to the user. In code, as reading XML would
/// cost every command a tenth of a second.
public final class Logging extends ContextAwareBase implements Configurator {

  public static final String FILE = "tulle.log";

  /// Set where the log is the program's only output: a JSON object a line, to standard output.
  public static final String STRUCTURED = "tulle.log.structured";

  private static final long MOST_BYTES = 10L << 20;

  @Override
  public ExecutionStatus configure(LoggerContext context) {
    var root = context.getLogger(Logger.ROOT_LOGGER_NAME);
    var file = System.getProperty(FILE, "");
    if (Boolean.getBoolean(STRUCTURED)) {
      root.setLevel(Level.INFO);
      root.addAppender(structured(context));
    } else if (file.isEmpty()) {
      root.setLevel(Level.OFF);
    } else {
      root.setLevel(Level.INFO);
      // gRPC sets an option of TCP on Unix sockets, too, and Netty tells at each connection
      context.getLogger("io.netty.bootstrap").setLevel(Level.ERROR);
      root.addAppender(appender(context, file));
    }
    return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
  }

  private static ConsoleAppender<ILoggingEvent> structured(LoggerContext context) {
    var encoder = new JsonEncoder();
    encoder.setContext(context);
    encoder.setWithContext(false);
    encoder.setWithNanoseconds(false);
    encoder.setWithSequenceNumber(false);
    encoder.setWithFormattedMessage(true);
    encoder.setWithMessage(false);
    encoder.start();
    var appender = new ConsoleAppender<ILoggingEvent>();
    appender.setContext(context);
    appender.setEncoder(encoder);
    appender.start();
    return appender;
  }

  private static RollingFileAppender<ILoggingEvent> appender(LoggerContext context, String file) {
    var appender = new RollingFileAppender<ILoggingEvent>();
    appender.setContext(context);
    appender.setFile(file);
    var layout = new PatternLayoutEncoder();
    layout.setContext(context);
    layout.setPattern("%d{ISO8601} %-5level %logger{20} %msg %kvp%n");
    layout.start();
    appender.setEncoder(layout);
    var window = new FixedWindowRollingPolicy();
    window.setContext(context);
    window.setParent(appender);
    window.setFileNamePattern(file + ".%i");
    window.setMinIndex(1);
    window.setMaxIndex(1);
    window.start();
    appender.setRollingPolicy(window);
    var size = new SizeBasedTriggeringPolicy<ILoggingEvent>();
    size.setContext(context);
    size.setMaxFileSize(new FileSize(MOST_BYTES));
    size.start();
    appender.setTriggeringPolicy(size);
    appender.start();
    return appender;
  }
}
