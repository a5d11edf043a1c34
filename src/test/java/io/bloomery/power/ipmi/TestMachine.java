package io.bloomery.power.ipmi;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** The machine behind a {@link TestBmc}: what it is ordered in a session. */
final class TestMachine {
  /** What was done to it, in words. */
  final List<String> deeds = new CopyOnWriteArrayList<>();

  final Map<Integer, byte[]> bootParameters = new ConcurrentHashMap<>();

  /** A completion code that a command is answered with instead, by its number. */
  final Map<Integer, Integer> refusals = new ConcurrentHashMap<>();

  volatile boolean on;

  byte[] obey(byte[] request) {
    int command = (request[1] & 0xfc) << 6 | request[5] & 0xff; // network function, command
    byte[] data = Arrays.copyOfRange(request, 6, request.length - 1);
    Integer refusal = refusals.get(request[5] & 0xff);
    if (refusal != null) {
      return response(request, refusal);
    }
    switch (command) {
      case 0x0001:
        return response(request, 0, on ? 0x21 : 0x20, 0x10, 0x40);
      case 0x0002:
        deeds.add("control " + data[0]);
        on = data[0] == 0 || data[0] == 5 ? false : data[0] == 1 || on;
        return response(request, 0);
      case 0x0004:
        deeds.add("identify " + (data[0] & 0xff));
        return response(request, 0);
      case 0x0008:
        bootParameters.put((int) data[0], Arrays.copyOfRange(data, 1, data.length));
        return response(request, 0);
      case 0x0601:
        return response(request, 0, 0x20, 1, 1, 0, 2, 0, 0, 0, 0, 0, 0);
      case 0x063b:
        return response(request, 0, data[0]);
      case 0x063c:
        return response(request, 0);
      case 0x0009:
        return bootParameter(request, data[0]);
      default:
        return response(request, 0xc1);
    }
  }

  private byte[] bootParameter(byte[] request, int number) {
    byte[] value = bootParameters.getOrDefault(number, new byte[5]);
    int[] data = new int[2 + value.length];
    data[0] = 1;
    data[1] = number;
    for (int i = 0; i < value.length; i++) {
      data[2 + i] = value[i];
    }
    return response(request, 0, data);
  }

  static byte[] response(byte[] request, int completionCode, int... data) {
    ByteBuffer message = ByteBuffer.allocate(8 + data.length);
    message.put(request[3]).put((byte) (request[1] + 4)).put((byte) -(request[3] + request[1] + 4));
    message.put(request[0]).put(request[4]).put(request[5]).put((byte) completionCode);
    int sum = request[0] + request[4] + request[5] + completionCode;
    for (int value : data) {
      message.put((byte) value);
      sum += value;
    }
    return message.put((byte) -sum).array();
  }
}
