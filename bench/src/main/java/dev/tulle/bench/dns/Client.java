package dev.tulle.bench.dns;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.DatagramChannel;
import java.util.Arrays;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.locks.LockSupport;

/// One socket that asks a name server and takes its answers on a thread of its own. Each answer
/// must have the id, and the code, of a question that is open: any other counts as wrong.
final class Client implements AutoCloseable {

  private static final int IDS = 1 << 16;
  private static final int MOST = 20_000_000;
  private static final int NONE = -1;

  /// What came of a run. Times are in microseconds, from when a question was due to be sent to when
  /// its answer was read.
  record Result(
      int asked,
      int answered,
      int wrong,
      double seconds,
      double p50,
      double p99,
      double p999,
      double max) {}

  private final DatagramChannel channel;
  private final Questions questions;
  private final AtomicIntegerArray expected = new AtomicIntegerArray(IDS);
  private final AtomicLongArray due = new AtomicLongArray(IDS);
  private final Semaphore window;
  private final Thread receiver;
  private long[] times = new long[1 << 20];
  private int answered;
  private int wrong;
  private int asked;

  /// `window` bounds the questions that have no answer yet, where the rate does not.
  Client(InetSocketAddress server, Questions questions, int window) throws IOException {
    this.questions = questions;
    this.window = new Semaphore(window);
    for (int id = 0; id < IDS; id++) {
      expected.set(id, NONE);
    }
    channel = DatagramChannel.open();
    channel.setOption(java.net.StandardSocketOptions.SO_RCVBUF, 4 << 20);
    channel.connect(server);
    receiver = Thread.ofPlatform().name("answers").daemon().start(this::receive);
  }

  /// Asks at a constant rate whatever comes back, or as fast as answers come where `rate` is 0.
  Result run(int rate, int seconds) throws IOException, InterruptedException {
    long began = System.nanoTime();
    long end = began + TimeUnit.SECONDS.toNanos(seconds);
    var buffer = ByteBuffer.allocateDirect(512);
    for (long now = began; now < end; now = System.nanoTime()) {
      if (rate == 0) {
        if (window.tryAcquire(100, TimeUnit.MILLISECONDS)) {
          send(buffer, System.nanoTime());
        }
        continue;
      }
      long reached = (long) ((now - began) / 1e9 * rate);
      while (asked < reached) {
        send(buffer, began + (long) (asked * 1e9 / rate));
      }
      LockSupport.parkNanos(500_000);
    }
    double took = (System.nanoTime() - began) / 1e9;
    Thread.sleep(200); // answers that are under way
    channel.close();
    receiver.join();
    Arrays.sort(times, 0, answered);
    return new Result(
        asked, answered, wrong, took, micros(0.5), micros(0.99), micros(0.999), micros(1));
  }

  private double micros(double share) {
    int at = (int) Math.min(answered - 1, Math.floor(answered * share));
    return answered == 0 ? Double.NaN : times[at] / 1000.0;
  }

  private void send(ByteBuffer buffer, long dueAt) throws IOException {
    var question = questions.get(asked);
    int id = asked % IDS;
    expected.set(id, question.rcode());
    due.set(id, dueAt);
    buffer.clear().put(question.packet().duplicate()).putShort(0, (short) id).flip();
    channel.write(buffer);
    asked++;
  }

  private void receive() {
    var buffer = ByteBuffer.allocateDirect(1500);
    try {
      while (answered < MOST) {
        channel.read(buffer.clear());
        int id = buffer.getShort(0) & 0xffff;
        int rcode = expected.getAndSet(id, NONE);
        if (rcode == NONE || rcode != (buffer.get(3) & 0xf)) {
          wrong++;
          continue;
        }
        if (answered == times.length) {
          times = Arrays.copyOf(times, 2 * times.length);
        }
        times[answered++] = System.nanoTime() - due.get(id);
        window.release();
      }
    } catch (ClosedChannelException done) {
      // by the end of the run
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
