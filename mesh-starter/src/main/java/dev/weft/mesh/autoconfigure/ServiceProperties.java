package dev.weft.mesh.autoconfigure;

import dev.weft.mesh.document.service.RuleProperties;
import java.util.ArrayList;
import java.util.List;

/** The rules of a service, and its static instances. */
public class ServiceProperties extends RuleProperties {

    /** Instances that no registry needs to know. */
    private List<InstanceProperties> instances = new ArrayList<>();

    public List<InstanceProperties> getInstances() {
        return instances;
    }

    public void setInstances(List<InstanceProperties> instances) {
        this.instances = instances;
    }
}
