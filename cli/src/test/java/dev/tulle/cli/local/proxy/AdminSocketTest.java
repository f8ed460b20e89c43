package dev.tulle.cli.local.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Answers byte for byte as a server may give them.
class AdminSocketTest {

  private static final Duration PATIENCE = Duration.ofSeconds(10);

  @TempDir Path directory;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "HTTP/1.1 200 OK\r\ncontent-length: 11\r\n\r\n{\"a\":\"ü\"}\n",
        "HTTP/1.1 200 OK\r\n\r\n{\"a\":\"ü\"}",
        "HTTP/1.1 200 O\r\nTransfer-Encoding: chunked\r\n\r\n6\r\n{\"a\":\"\r\n4;x=y\r\nü\"}\r\n0\r\n\r\n"
      })
  void aBodyIsReadInEachOfItsForms(String answer) throws Exception {
    try (var server = serving(answer)) {
      assertThat(ask(PATIENCE).path("a").asString()).isEqualTo("ü");
      assertThat(server.isOpen()).isTrue();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "HTTP/1.1 200 OK\r\n",
        "HTTP/1.1 200 OK\r\ncontent-length: 12\r\n\r\n{}",
        "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n6\r\n{}",
        "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n2\r\n{}\r\n"
      })
  void anAnswerThatIsCutOffIsNone(String answer) throws Exception {
    try (var server = serving(answer)) {
      assertThatThrownBy(() -> ask(PATIENCE))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("cut off");
      assertThat(server.isOpen()).isTrue();
    }
  }

  @Test
  void aRefusalIsSaidWithItsStatus() throws Exception {
    try (var server = serving("HTTP/1.1 503 Service Unavailable\r\n\r\nno")) {
      assertThatThrownBy(() -> ask(PATIENCE)).hasMessageContaining("503");
      assertThat(server.isOpen()).isTrue();
    }
  }

  /// As an Envoy that is stopped: the kernel accepts the connection, and nobody answers.
  @Test
  void silenceIsNotWaitedForWithoutEnd() throws Exception {
    try (var server = listening()) {
      assertThatThrownBy(() -> ask(Duration.ofMillis(50))).hasMessageContaining("silent");
      assertThat(server.isOpen()).isTrue();
    }
  }

  @Test
  void withoutASocketThereIsNoAnswer() {
    assertThatThrownBy(() -> ask(PATIENCE)).isInstanceOf(IOException.class);
  }

  private tools.jackson.databind.JsonNode ask(Duration patience) throws IOException {
    return new AdminSocket(directory.resolve("admin.sock"), patience).json("/x");
  }

  private ServerSocketChannel listening() throws IOException {
    var server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    return server.bind(UnixDomainSocketAddress.of(directory.resolve("admin.sock")));
  }

  /// Gives one answer, once it has been asked.
  private ServerSocketChannel serving(String answer) throws IOException {
    var server = listening();
    Thread.ofVirtual()
        .start(
            () -> {
              try (var channel = server.accept()) {
                channel.read(ByteBuffer.allocate(1000));
                channel.write(ByteBuffer.wrap(answer.getBytes(StandardCharsets.UTF_8)));
              } catch (ClosedChannelException e) {
                assertThat(server.isOpen()).isFalse();
              } catch (IOException e) {
                throw new AssertionError(e);
              }
            });
    return server;
  }
}
