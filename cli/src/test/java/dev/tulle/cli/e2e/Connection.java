package dev.tulle.cli.e2e;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/// One HTTP/1.1 connection of a client that never tries again by itself, so that a test sees every
/// failure. Opened at the first request, and again after the server has said that it closes.
public final class Connection implements AutoCloseable {

  static final int TIMEOUT_MS = 20_000;

  public record Answer(int status, String body) {}

  /// Opens a socket, with a handshake where there is one.
  public interface Dialling {
    Socket dial() throws IOException;
  }

  private final Dialling dialling;
  private Socket socket = new Socket();
  private InputStream in = InputStream.nullInputStream();
  private boolean open;

  public Connection(Dialling dialling) {
    this.dialling = dialling;
  }

  public Connection(InetSocketAddress address) {
    this(() -> plain(address));
  }

  public static Socket plain(InetSocketAddress address) throws IOException {
    var socket = new Socket();
    try {
      socket.setTcpNoDelay(true);
      socket.setSoTimeout(TIMEOUT_MS);
      socket.connect(address, TIMEOUT_MS);
      return socket;
    } catch (IOException e) {
      socket.close();
      throw e;
    }
  }

  public Answer get(String host, String path) throws IOException {
    if (!open) {
      socket = dialling.dial();
      in = new BufferedInputStream(socket.getInputStream());
      open = true;
    }
    try {
      var request = "GET " + path + " HTTP/1.1\r\nHost: " + host + "\r\n\r\n";
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      return answer();
    } catch (IOException e) {
      hangUp();
      throw e;
    }
  }

  @Override
  public void close() throws IOException {
    hangUp();
  }

  /// The next request opens another connection.
  void hangUp() throws IOException {
    open = false;
    socket.close();
  }

  private Answer answer() throws IOException {
    int status = Integer.parseInt(line().split(" ", -1)[1]);
    int length = 0;
    boolean chunked = false;
    boolean last = false;
    for (var header = line(); !header.isEmpty(); header = line()) {
      var lower = header.toLowerCase(Locale.ROOT);
      if (lower.startsWith("content-length:")) {
        length = Integer.parseInt(lower.substring("content-length:".length()).strip());
      }
      chunked |= lower.startsWith("transfer-encoding:") && lower.contains("chunked");
      last |= lower.startsWith("connection:") && lower.contains("close");
    }
    var body = chunked ? chunks() : new String(exactly(length), StandardCharsets.UTF_8);
    if (last) {
      hangUp();
    }
    return new Answer(status, body);
  }

  private String chunks() throws IOException {
    var body = new ByteArrayOutputStream();
    while (true) {
      int size = Integer.parseInt(line().split(";", -1)[0].strip(), 16);
      body.write(exactly(size));
      line();
      if (size == 0) {
        return body.toString(StandardCharsets.UTF_8);
      }
    }
  }

  private byte[] exactly(int length) throws IOException {
    var bytes = in.readNBytes(length);
    if (bytes.length < length) {
      throw new EOFException("the connection ended in the middle of an answer");
    }
    return bytes;
  }

  private String line() throws IOException {
    var line = new ByteArrayOutputStream();
    for (int c = in.read(); c != '\n'; c = in.read()) {
      if (c < 0) {
        throw new EOFException("the connection ended before an answer");
      }
      if (c != '\r') {
        line.write(c);
      }
    }
    return line.toString(StandardCharsets.ISO_8859_1);
  }
}
