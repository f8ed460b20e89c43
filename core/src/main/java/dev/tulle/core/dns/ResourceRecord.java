package dev.tulle.core.dns;

import java.net.Inet4Address;
import java.net.InetAddress;

/// One record of an answer, of class IN. Names are absolute; the time to live is in seconds.
public record ResourceRecord(String name, int ttl, Value value) {

  /// What a record says; its variant decides the type.
  public sealed interface Value {
    int type();
  }

  public record Host(InetAddress address) implements Value {
    @Override
    public int type() {
      return address instanceof Inet4Address ? RecordType.A : RecordType.AAAA;
    }
  }

  public record NameServer(String target) implements Value {
    @Override
    public int type() {
      return RecordType.NS;
    }
  }

  public record Alias(String target) implements Value {
    @Override
    public int type() {
      return RecordType.CNAME;
    }
  }

  public record Pointer(String target) implements Value {
    @Override
    public int type() {
      return RecordType.PTR;
    }
  }

  public record Text(String text) implements Value {
    @Override
    public int type() {
      return RecordType.TXT;
    }
  }

  public record Location(int priority, int weight, int port, String target) implements Value {
    @Override
    public int type() {
      return RecordType.SRV;
    }
  }

  /// The start of authority. Only `minimum` is of use here: how long a negative answer is kept.
  public record Authority(String server, String mailbox, int minimum) implements Value {
    @Override
    public int type() {
      return RecordType.SOA;
    }
  }
}
