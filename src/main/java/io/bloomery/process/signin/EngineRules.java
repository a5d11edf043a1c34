package io.bloomery.process.signin;

import java.util.List;
import java.util.Map;
import org.camunda.bpm.engine.identity.PasswordPolicy;
import org.camunda.bpm.engine.identity.PasswordPolicyRule;
import org.camunda.bpm.engine.identity.User;
import org.camunda.bpm.engine.impl.cfg.AbstractProcessEnginePlugin;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.springframework.stereotype.Component;

/**
 * What the engine itself allows: accounts made in its own Admin pages obey the same rules as those
 * made here, and people's rights on their tasks end where the process begins.
 */
@Component
class EngineRules extends AbstractProcessEnginePlugin {
  private static final class NotGuessable implements PasswordPolicyRule {
    @Override
    public String getPlaceholder() {
      return "PASSWORD_POLICY_LENGTH";
    }

    @Override
    public Map<String, String> getParameters() {
      return Map.of("minLength", String.valueOf(PasswordRule.SHORTEST));
    }

    @Override
    public boolean execute(String password) {
      return PasswordRule.objection("", password).isEmpty();
    }

    @Override
    public boolean execute(String password, User user) {
      return PasswordRule.objection(user == null ? "" : user.getId(), password).isEmpty();
    }
  }

  private static final class Policy implements PasswordPolicy {
    @Override
    public List<PasswordPolicyRule> getRules() {
      return List.of(new NotGuessable());
    }
  }

  @Override
  public void preInit(ProcessEngineConfigurationImpl configuration) {
    configuration.setUserResourceWhitelistPattern(Accounts.namePattern());
    configuration.setEnablePasswordPolicy(true);
    configuration.setPasswordPolicy(new Policy());
    // Variables that come over REST may not name classes to be made of them.
    configuration.setDeserializationTypeValidationEnabled(true);
    // Whoever has a task may do it, and not write any variable of its process.
    configuration.setDefaultUserPermissionNameForTask("TASK_WORK");
    if (!configuration.isAuthorizationEnabled()) {
      throw new OpenDoor(
          "camunda.bpm.authorization.enabled is false: every person could do everything",
          "Remove the setting, or set it to true.");
    }
  }
}
