package io.bloomery.process.engine;

import java.io.IOException;
import java.io.InputStream;
import org.camunda.bpm.engine.RepositoryService;
import org.camunda.bpm.engine.repository.DeploymentBuilder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.ResourcePatternResolver;
import org.springframework.stereotype.Component;

/**
 * Deploys the models and forms. By code, because the starter's own deployment names resources
 * differently in a jar and in a directory, which would make new versions of unchanged files. Models
 * a process owner deployed under the same key stay: only a changed file makes a new version.
 */
@Component
class ModelDeployment implements InitializingBean {
  private static final Logger LOG = LoggerFactory.getLogger(ModelDeployment.class);
  private static final String[] PATTERNS = {
    "classpath*:bpmn/*.bpmn", "classpath*:bpmn/*.dmn", "classpath*:forms/*.form"
  };

  private final RepositoryService models;
  private final ResourcePatternResolver resources;

  ModelDeployment(RepositoryService models, ResourcePatternResolver resources) {
    this.models = models;
    this.resources = resources;
  }

  @Override
  public void afterPropertiesSet() throws IOException {
    DeploymentBuilder deployment = models.createDeployment().name("bloomery").source("bloomery");
    // Forms are bound to the deployment of their model, so all files go together or not at all.
    deployment.enableDuplicateFiltering(false);
    int files = 0;
    for (String pattern : PATTERNS) {
      for (Resource resource : resources.getResources(pattern)) {
        try (InputStream content = resource.getInputStream()) {
          deployment.addInputStream(resource.getFilename(), content);
          files++;
        }
      }
    }
    deployment.deploy();
    LOG.info("{} models and forms deployed", files);
  }
}
