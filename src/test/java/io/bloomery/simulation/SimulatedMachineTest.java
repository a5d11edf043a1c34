package io.bloomery.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SimulatedMachineTest {
  private ScriptedController controller;
  private Simulator simulator;
  private int chassisPort;
  private int sshPort;

  @BeforeEach
  void controller() throws IOException {
    controller = new ScriptedController();
    try (DatagramSocket udp = new DatagramSocket();
        ServerSocket tcp = new ServerSocket(0)) {
      chassisPort = udp.getLocalPort();
      sshPort = tcp.getLocalPort();
    }
  }

  @AfterEach
  void close() {
    simulator.close();
    controller.close();
  }

  private SimulatedMachine simulate(String... more) throws IOException {
    List<String> arguments =
        new ArrayList<>(List.of("--machines", "1", "--tftp", "0%", "--delay", "all=0s"));
    arguments.addAll(List.of("--dhcp", "127.0.0.1:" + controller.dhcpPort()));
    arguments.addAll(List.of("--chassis", "127.0.0.1:" + chassisPort, "--ssh-port", "" + sshPort));
    arguments.addAll(Arrays.asList(more));
    simulator = Simulator.start(SimulationSettings.parse(arguments.toArray(String[]::new)));
    return simulator.machine("node1");
  }

  private static void until(String what, BooleanSupplier holds) throws InterruptedException {
    for (int i = 0; i < 500 && !holds.getAsBoolean(); i++) {
      Thread.sleep(20);
    }
    assertTrue(holds.getAsBoolean(), what);
  }

  private void giveDeployment() {
    controller.give(
        "t1",
        "node.write-image",
        Map.of("url", "/node/image/d1", "digest", "d1", "length", "10", "raw_checksum", "x"));
    controller.give("t2", "node.verify-image", Map.of("raw_checksum", "x"));
    controller.give("t3", "node.seed-first-boot", Map.of("files", "/node/seed/"));
  }

  private String ask(String question) throws IOException {
    try (DatagramSocket socket = new DatagramSocket()) {
      socket.setSoTimeout(2000);
      byte[] bytes = question.getBytes(StandardCharsets.US_ASCII);
      socket.send(
          new DatagramPacket(bytes, bytes.length, new InetSocketAddress("127.0.0.1", chassisPort)));
      DatagramPacket answer = new DatagramPacket(new byte[200], 200);
      socket.receive(answer);
      return new String(answer.getData(), 0, answer.getLength(), StandardCharsets.US_ASCII);
    }
  }

  @Test
  void goesFromPxeToSsh() throws Exception {
    SimulatedMachine machine = simulate();
    assertEquals(
        "GET /boot/ipxe?mac=52:54:01:00:00:01 ",
        controller.await("GET /boot/ipxe"),
        "variables are iPXE's to fill in");
    assertTrue(controller.await("POST /node/register").contains("mac=52%3A54%3A01%3A00%3A00%3A01"));
    controller.give("t0", "node.take-inventory", Map.of());
    assertTrue(controller.await("POST /node/task/t0/done").contains("\"memory_bytes\""));
    giveDeployment();
    controller.await("POST /node/task/t3/done");
    controller.local = true;
    controller.give("t4", "node.reboot", Map.of());
    assertTrue(controller.await("POST /node/first-boot/F").contains("instance_id=i1"));
    try (Socket ssh = new Socket("127.17.1.1", sshPort)) {
      assertTrue(
          new String(ssh.getInputStream().readNBytes(8), StandardCharsets.US_ASCII)
              .startsWith("SSH-2.0-"));
    }
    assertEquals(1, machine.imageWrites());
    assertEquals("n2 off", ask("off node1 n2"));
    assertEquals("off", machine.stage());
  }

  @Test
  void waitsInLineAsItIsTold() throws Exception {
    controller.inLine.set(2);
    long before = System.nanoTime();
    simulate();
    controller.await("POST /node/register");
    assertEquals(
        3, controller.heard.stream().filter(it -> it.startsWith("GET /boot/ipxe")).count());
    assertTrue(System.nanoTime() - before >= 2_000_000_000L, "one second before each question");
  }

  @Test
  void asksTheNetworkAgainAfterPowerCycle() throws Exception {
    SimulatedMachine machine = simulate("--off");
    assertEquals("n1 off", ask("status node1 n1"));
    assertEquals("n1 node1 node1", ask("find 52:54:01:00:00:01 n1"));
    assertEquals("n1 on", ask("on node1 n1"));
    until("it waits for a task", () -> machine.stage().equals("waiting for a task"));
    controller.give("t1", "node.power-off", Map.of());
    until("it is off", () -> !machine.isOn());
    assertEquals("n1 on", ask("on node1 n1"));
    until("it started twice", () -> machine.boots() == 2);
    assertTrue(ask("on node9 n1").startsWith("n1 error no machine is called node9"));
  }

  @Test
  void badMemoryFailsTheMemoryTest() throws Exception {
    simulate("--fault", "node1=bad-memory");
    controller.give(
        "t1", "node.run-test", Map.of("name", "memory", "script", "/node/script/memory"));
    assertTrue(controller.await("POST /node/task/t1/done").contains("outcome=failed"));
  }

  @Test
  void corruptWriteIsFoundByReadingBack() throws Exception {
    simulate("--fault", "corrupt-write:once=100%");
    giveDeployment();
    assertTrue(controller.await("POST /node/task/t2/failed").contains("code=image.corrupt"));
  }

  @Test
  void aShortImageIsRefused() throws Exception {
    simulate("--image", "full");
    controller.give(
        "t1", "node.write-image", Map.of("url", "/node/image/d1", "digest", "d1", "length", "11"));
    String failed = controller.await("POST /node/task/t1/failed");
    assertTrue(failed.contains("code=image.corrupt") && failed.contains("length"), failed);
  }

  @Test
  void deadMachineSaysNothingMore() throws Exception {
    SimulatedMachine machine = simulate("--fault", "node1=dies-while-writing");
    giveDeployment();
    until("it died", () -> machine.stage().equals("dies-while-writing"));
    Thread.sleep(300);
    assertTrue(controller.heard.stream().noneMatch(request -> request.contains("/t1/done")));
    assertTrue(machine.isOn());
  }

  @Test
  void stuckOnceRecoversWithTheNextPowerCycle() throws Exception {
    SimulatedMachine machine = simulate("--fault", "node1=stuck-at-pxe:once");
    until("it is stuck", () -> machine.stage().equals("stuck-at-pxe"));
    ask("off node1 n1");
    ask("on node1 n2");
    controller.await("POST /node/register");
  }
}
