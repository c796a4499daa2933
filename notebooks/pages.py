"""How nbconvert runs the notebooks of this folder and writes them as pages: complete, asking nothing of the network."""

c = get_config()

c.NbConvertApp.export_format = "html"
c.ExecutePreprocessor.enabled = True
c.ExecutePreprocessor.startup_timeout = 300
c.ExecutePreprocessor.timeout = 600
c.TemplateExporter.extra_template_basedirs = ["."]
c.HTMLExporter.template_name = "offline"
c.HTMLExporter.exclude_input_prompt = True
c.HTMLExporter.exclude_output_prompt = True
c.KernelManager.transport = "ipc"
