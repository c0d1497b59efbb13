module codeartsdeploy

go 1.19
