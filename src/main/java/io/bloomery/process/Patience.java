package io.bloomery.process;

import org.springframework.stereotype.Component;

/** The settings as timers in the models name them. */
@Component("patience")
public class Patience {
  private final PatienceSettings settings;

  Patience(PatienceSettings settings) {
    this.settings = settings;
  }

  public String getBoot() {
    return settings.boot().toString();
  }

  public String getCommissioning() {
    return settings.commissioning().toString();
  }

  public String getDeployment() {
    return settings.deployment().toString();
  }

  public String getFirstBoot() {
    return settings.firstBoot().toString();
  }

  public String getRelease() {
    return settings.release().toString();
  }

  public String getHand() {
    return settings.hand().toString();
  }

  public String getHandReminder() {
    return settings.handReminder().toString();
  }

  public String getPerson() {
    return settings.person().toString();
  }

  public String getApproval() {
    return settings.approval().toString();
  }

  public String getLookAgain() {
    return settings.lookAgain().toString();
  }
}
