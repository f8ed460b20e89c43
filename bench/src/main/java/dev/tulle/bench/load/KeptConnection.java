package dev.tulle.bench.load;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.concurrent.locks.LockSupport;

/// One HTTP/1.1 connection that asks for `/` and reads the whole answer, which must be a 200 with a
/// length.
final class KeptConnection implements AutoCloseable {

  private static final int LINE = 8192;

  private final Socket socket;
  private final InputStream in;
  private final OutputStream out;
  private final byte[] request;

  private KeptConnection(Socket socket, String host) throws IOException {
    this.socket = socket;
    this.in = new BufferedInputStream(socket.getInputStream());
    this.out = socket.getOutputStream();
    this.request =
        ("GET / HTTP/1.1\r\nhost: " + host + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII);
  }

  static KeptConnection open(String host, int port) throws IOException {
    var socket = new Socket(host, port);
    socket.setTcpNoDelay(true);
    return new KeptConnection(socket, host);
  }

  void get() throws IOException {
    out.write(request);
    var status = line();
    if (!status.startsWith("HTTP/1.1 200")) {
      throw new IOException("the answer was " + status);
    }
    int length = 0;
    for (var header = line(); !header.isEmpty(); header = line()) {
      if (header.toLowerCase(Locale.ROOT).startsWith("content-length:")) {
        length = Integer.parseInt(header.substring("content-length:".length()).strip());
      }
    }
    in.skipNBytes(length);
  }

  static void sleepUntil(long nanoTime) {
    for (long left = nanoTime - System.nanoTime(); left > 0; left = nanoTime - System.nanoTime()) {
      LockSupport.parkNanos(left);
    }
  }

  private String line() throws IOException {
    var line = new StringBuilder();
    for (int sign = in.read(); sign != '\n'; sign = in.read()) {
      if (sign < 0 || line.length() > LINE) {
        throw new IOException("the connection ended within an answer");
      }
      if (sign != '\r') {
        line.append((char) sign);
      }
    }
    return line.toString();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
