package io.bloomery;

import io.bloomery.process.signin.NewAdministrator;
import org.springframework.context.ApplicationListener;
import org.springframework.context.PayloadApplicationEvent;
import org.springframework.stereotype.Component;

/**
 * Shows the administrator's first password once, on the console alone: logs are kept and copied.
 */
@Component
class FirstPassword implements ApplicationListener<PayloadApplicationEvent<NewAdministrator>> {
  @Override
  public void onApplicationEvent(PayloadApplicationEvent<NewAdministrator> event) {
    NewAdministrator account = event.getPayload();
    System.out.printf(
        "%n  Sign in as  %s  with the password  %s%n  It is also in %s. Change it after signing"
            + " in.%n%n",
        account.name(), account.password(), account.file());
  }
}
