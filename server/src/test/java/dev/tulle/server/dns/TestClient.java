package dev.tulle.server.dns;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.Arrays;
import java.util.List;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;

/// One client of a server under test, with a socket of its own.
final class TestClient implements AutoCloseable {

  private final InetSocketAddress server;
  private final DatagramSocket socket;

  TestClient(InetSocketAddress server, String address) throws IOException {
    this.server = server;
    this.socket = new DatagramSocket(new InetSocketAddress(address, 0));
    socket.setSoTimeout(10_000);
  }

  static Message query(String name, int type) throws IOException {
    return Message.newQuery(Record.newRecord(Name.fromString(name), type, DClass.IN));
  }

  static Message query(String name, int type, int payloadSize) throws IOException {
    var query = query(name, type);
    query.addRecord(new OPTRecord(payloadSize, 0, 0), Section.ADDITIONAL);
    return query;
  }

  static List<String> answers(Message reply) {
    return reply.getSection(Section.ANSWER).stream().map(Record::rdataToString).toList();
  }

  Message ask(String name, int type) throws IOException {
    return new Message(udp(query(name, type).toWire()));
  }

  byte[] udp(byte[] packet) throws IOException {
    send(packet);
    return receive();
  }

  void send(byte[] packet) throws IOException {
    socket.send(new DatagramPacket(packet, packet.length, server));
  }

  byte[] receive() throws IOException {
    var reply = new DatagramPacket(new byte[65_535], 65_535);
    socket.receive(reply);
    return Arrays.copyOf(reply.getData(), reply.getLength());
  }

  /// Whether nothing has arrived that was not received.
  boolean isQuiet() throws IOException {
    socket.setSoTimeout(1);
    try {
      receive();
      return false;
    } catch (java.net.SocketTimeoutException quiet) {
      return true;
    } finally {
      socket.setSoTimeout(10_000);
    }
  }

  byte[] tcp(byte[] packet) throws IOException {
    try (var connection = new Socket(server.getAddress(), server.getPort())) {
      connection.setSoTimeout(10_000);
      var out = new DataOutputStream(connection.getOutputStream());
      out.writeShort(packet.length);
      out.write(packet);
      out.flush();
      var in = new DataInputStream(connection.getInputStream());
      return in.readNBytes(in.readUnsignedShort());
    }
  }

  @Override
  public void close() {
    socket.close();
  }
}
