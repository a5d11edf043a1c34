package io.bloomery.process.signin;

import static org.camunda.bpm.engine.authorization.Authorization.ANY;

import org.camunda.bpm.engine.AuthorizationService;
import org.camunda.bpm.engine.authorization.Authorization;
import org.camunda.bpm.engine.authorization.Permission;
import org.camunda.bpm.engine.authorization.Permissions;
import org.camunda.bpm.engine.authorization.ProcessDefinitionPermissions;
import org.camunda.bpm.engine.authorization.ProcessInstancePermissions;
import org.camunda.bpm.engine.authorization.Resource;
import org.camunda.bpm.engine.authorization.Resources;

/**
 * What each group may do in the engine, its REST interface and its web applications. Users get the
 * tasks that are assigned or offered to them, and nothing else: they start processes through {@code
 * /api/v1}, which checks whose machine it is. To deploy is to run code, so only administrators may.
 */
final class Rights {
  private final AuthorizationService authorizations;

  Rights(AuthorizationService authorizations) {
    this.authorizations = authorizations;
  }

  void grant(Role role) {
    switch (role) {
      case ADMINISTRATOR -> administrators(role.group());
      case OPERATOR -> operators(role.group());
      case VIEWER -> viewers(role.group());
      case USER -> give(role.group(), Resources.APPLICATION, "tasklist", Permissions.ACCESS);
    }
  }

  void give(String group, Resource resource, String id, Permission... permissions) {
    Authorization authorization =
        authorizations.createNewAuthorization(Authorization.AUTH_TYPE_GRANT);
    authorization.setGroupId(group);
    authorization.setResource(resource);
    authorization.setResourceId(id);
    for (Permission permission : permissions) {
      authorization.addPermission(permission);
    }
    authorizations.saveAuthorization(authorization);
  }

  private void administrators(String group) {
    for (Resource resource : Resources.values()) {
      give(group, resource, ANY, Permissions.ALL);
    }
  }

  private void operators(String group) {
    give(group, Resources.APPLICATION, "tasklist", Permissions.ACCESS);
    give(group, Resources.APPLICATION, "cockpit", Permissions.ACCESS);
    give(
        group,
        Resources.PROCESS_DEFINITION,
        ANY,
        ProcessDefinitionPermissions.READ,
        ProcessDefinitionPermissions.CREATE_INSTANCE,
        ProcessDefinitionPermissions.READ_INSTANCE,
        ProcessDefinitionPermissions.UPDATE_INSTANCE,
        ProcessDefinitionPermissions.RETRY_JOB,
        ProcessDefinitionPermissions.READ_TASK,
        ProcessDefinitionPermissions.TASK_WORK,
        ProcessDefinitionPermissions.TASK_ASSIGN,
        ProcessDefinitionPermissions.READ_HISTORY);
    give(group, Resources.PROCESS_INSTANCE, ANY, ProcessInstancePermissions.CREATE);
    readDefinitions(group);
  }

  private void viewers(String group) {
    give(group, Resources.APPLICATION, "cockpit", Permissions.ACCESS);
    give(
        group,
        Resources.PROCESS_DEFINITION,
        ANY,
        ProcessDefinitionPermissions.READ,
        ProcessDefinitionPermissions.READ_INSTANCE,
        ProcessDefinitionPermissions.READ_HISTORY);
    readDefinitions(group);
  }

  private void readDefinitions(String group) {
    give(group, Resources.DEPLOYMENT, ANY, Permissions.READ);
    give(group, Resources.DECISION_DEFINITION, ANY, Permissions.READ, Permissions.READ_HISTORY);
    give(group, Resources.DECISION_REQUIREMENTS_DEFINITION, ANY, Permissions.READ);
  }
}
