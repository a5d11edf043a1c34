package io.bloomery.network;

/** Where machines can send their log (syslog), if the controller takes it. */
public interface LogReceiver {
  /** The port that senders take if nobody tells them another. */
  int USUAL_PORT = 514;

  Ipv4 address();

  int port();
}
